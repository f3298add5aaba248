//! Accounts and what a sign-in goes through. No HTTP, no SQL, no clock.

use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId, UnitId};
use motcua_shared::identity::dto::{AccountKind, AccountView};
use motcua_shared::time::Timestamp;

/// An account that may act.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// In which capacity it acts.
    pub kind: AccountKind,
    /// Name of the person or body.
    pub name: String,
    /// Identity number, tax or budget code.
    pub identifier: String,
    /// Phone for codes and notices.
    pub phone: String,
    /// E-mail.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Identity assurance level, 1–3.
    pub assurance_level: u8,
    /// Unit of a staff account.
    pub unit_id: Option<UnitId>,
}

impl Account {
    /// What the account sees of itself.
    pub fn view(&self) -> AccountView {
        AccountView {
            id: self.id,
            kind: self.kind,
            name: self.name.clone(),
            identifier: self.identifier.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            assurance_level: self.assurance_level,
            unit_id: self.unit_id,
        }
    }
}

/// What is needed to sign in to an account.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// PHC string.
    pub password_hash: String,
    /// Whether it may sign in.
    pub is_active: bool,
}

/// A sign-in that waits for its one-time code.
#[derive(Debug, Clone)]
pub struct PendingSignIn {
    /// Its id.
    pub id: ChallengeId,
    /// The account.
    pub account_id: AccountId,
    /// Keyed digest of the code.
    pub code_hash: String,
    /// Wrong codes so far; a resend does not reset them.
    pub wrong_codes: u32,
    /// Codes sent.
    pub sends: u32,
    /// Last send.
    pub sent_at: Timestamp,
    /// End of the code.
    pub ends_at: Timestamp,
    /// Whether it was used.
    pub is_used: bool,
}

/// What the settings say about codes.
#[derive(Debug, Clone, Copy)]
pub struct CodePolicy {
    /// Wrong codes after which the sign-in is locked.
    pub tries: u32,
    /// Seconds between two sends.
    pub resend_seconds: u64,
    /// Codes per sign-in.
    pub sends: u32,
}

impl PendingSignIn {
    /// Whether a code may be tried now.
    pub fn check_open(&self, now: Timestamp, policy: CodePolicy) -> Result<(), ErrorCode> {
        if self.wrong_codes >= policy.tries {
            Err(ErrorCode::CodeLocked)
        } else if self.is_used || now >= self.ends_at {
            Err(ErrorCode::CodeExpired)
        } else {
            Ok(())
        }
    }

    /// Seconds until another code may be sent, or why none may be.
    pub fn check_resend(&self, now: Timestamp, policy: CodePolicy) -> Result<u64, ErrorCode> {
        if self.wrong_codes >= policy.tries {
            return Err(ErrorCode::CodeLocked);
        }
        if self.is_used || self.sends >= policy.sends {
            return Err(ErrorCode::CodeExpired);
        }
        let next = crate::clock::after(self.sent_at, resend_wait(policy, self.sends));
        Ok(u64::try_from(next.unix_seconds() - now.unix_seconds()).unwrap_or(0))
    }
}

/// Seconds after which a code may be sent again, once `sends` were: each wait doubles the one before.
pub fn resend_wait(policy: CodePolicy, sends: u32) -> u64 {
    policy
        .resend_seconds
        .saturating_mul(1 << sends.saturating_sub(1).min(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: CodePolicy = CodePolicy {
        tries: 5,
        resend_seconds: 30,
        sends: 3,
    };

    fn pending(wrong_codes: u32, is_used: bool) -> PendingSignIn {
        let sent_at = Timestamp::parse("2026-11-20T08:00:00Z").unwrap();
        PendingSignIn {
            id: ChallengeId::from_uuid(uuid::Uuid::nil()),
            account_id: AccountId::from_uuid(uuid::Uuid::nil()),
            code_hash: String::new(),
            wrong_codes,
            sends: 1,
            sent_at,
            ends_at: crate::clock::after(sent_at, 120),
            is_used,
        }
    }

    #[test]
    fn a_code_ends_after_two_minutes_and_after_its_use() {
        let start = pending(0, false).sent_at;
        assert_eq!(
            pending(0, false).check_open(crate::clock::after(start, 119), POLICY),
            Ok(())
        );
        assert_eq!(
            pending(0, false).check_open(crate::clock::after(start, 120), POLICY),
            Err(ErrorCode::CodeExpired)
        );
        assert_eq!(
            pending(0, true).check_open(start, POLICY),
            Err(ErrorCode::CodeExpired)
        );
        assert_eq!(
            pending(5, false).check_open(start, POLICY),
            Err(ErrorCode::CodeLocked)
        );
    }

    #[test]
    fn a_new_code_must_wait_and_a_lock_is_not_lifted_by_it() {
        let start = pending(0, false).sent_at;
        assert_eq!(
            pending(0, false).check_resend(crate::clock::after(start, 10), POLICY),
            Ok(20)
        );
        assert_eq!(
            pending(0, false).check_resend(crate::clock::after(start, 31), POLICY),
            Ok(0)
        );
        assert_eq!(
            pending(5, false).check_resend(crate::clock::after(start, 31), POLICY),
            Err(ErrorCode::CodeLocked)
        );
    }
}
