//! When a code may be sent and when one may be tried. No HTTP, no SQL, no clock.

use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::rule::{mask_email, mask_phone};
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a code is asked for. A code of one purpose opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// The second step of signing in.
    SignIn,
    /// A citizen registers by phone.
    Register,
    /// A forgotten password.
    ResetPassword,
    /// Another phone, because the old one is lost (seed 003, B.2).
    LostPhone,
    /// A further phone.
    AddPhone,
    /// An e-mail address.
    AddEmail,
    /// The person again, before something that matters.
    Confirm,
    /// An identity from elsewhere joins an account.
    Link,
    /// An account made at the desk (seed 002, appendix III).
    Assist,
    /// An officer looks into the vault (seed 001 §4).
    VaultLook,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::SignIn,
        Self::Register,
        Self::ResetPassword,
        Self::LostPhone,
        Self::AddPhone,
        Self::AddEmail,
        Self::Confirm,
        Self::Link,
        Self::Assist,
        Self::VaultLook,
    ];

    /// Whether somebody may ask for it who knows no more of the account than its name. Such codes are counted apart, and
    /// so are wrong ones: they must not keep the holder out.
    pub const fn is_open_to_anybody(self) -> bool {
        matches!(self, Self::ResetPassword | Self::VaultLook)
    }

    /// Whether only the holder of an account sends it to a phone or mailbox, which is the account's own. Counted apart
    /// from codes that others may have sent there.
    pub const fn is_holders(self) -> bool {
        matches!(self, Self::SignIn | Self::Confirm | Self::Link)
    }
}

/// Where a code goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A phone in its local form.
    Phone(String),
    /// An e-mail address.
    Email(String),
}

impl Destination {
    /// The number or address.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(text) | Self::Email(text) => text,
        }
    }

    /// What may be shown of it.
    pub fn mask(&self) -> String {
        match self {
            Self::Phone(phone) => mask_phone(phone),
            Self::Email(email) => mask_email(email),
        }
    }
}

/// For so long after the last code another way may be taken.
const ALIVE_SECONDS: u64 = 600;

/// What the settings say about codes.
#[derive(Debug, Clone, Copy)]
pub struct CodePolicy {
    /// Seconds a code lives (seed 002: two minutes).
    pub life_seconds: u64,
    /// Wrong codes after which the flow is locked.
    pub tries: u32,
    /// Seconds between the first two sends; each further wait doubles.
    pub resend_seconds: u64,
    /// Codes per flow.
    pub sends: u32,
    /// Codes per recipient and per account.
    pub per_recipient: [Limit; 2],
    /// Codes per address.
    pub per_address: Limit,
}

/// So many in so many seconds.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// How many.
    pub count: u32,
    /// In how long.
    pub seconds: u64,
}

/// A flow that waits for its code.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Its id, which the page hands back.
    pub id: ChallengeId,
    /// What for.
    pub purpose: Purpose,
    /// Whose, if there is an account yet.
    pub account_id: Option<AccountId>,
    /// What else it is bound to, such as a registration; empty if nothing.
    pub subject: String,
    /// Where its codes go.
    pub destination: Destination,
    /// Wrong codes so far; a resend does not reset them.
    pub wrong_codes: u32,
    /// Whether it was used.
    pub is_used: bool,
    /// Codes sent, oldest first; at least one.
    pub sends: Vec<Send>,
}

/// One code that was sent.
#[derive(Debug, Clone)]
pub struct Send {
    /// Keyed digest of the code.
    pub code_hash: String,
    /// When.
    pub sent_at: Timestamp,
    /// Until when it holds.
    pub ends_at: Timestamp,
}

impl Flow {
    /// Whether a code may be tried now.
    pub fn check_open(&self, now: Timestamp, policy: CodePolicy) -> Result<(), ErrorCode> {
        if self.wrong_codes >= policy.tries {
            Err(ErrorCode::CodeLocked)
        } else if self.is_used || !self.sends.iter().any(|send| now < send.ends_at) {
            Err(ErrorCode::CodeExpired)
        } else {
            Ok(())
        }
    }

    /// Whether something else than its code may still open it: somebody looks for another way when the code did not come,
    /// and by then it may have ended.
    pub fn check_alive(&self, now: Timestamp, policy: CodePolicy) -> Result<(), ErrorCode> {
        let is_fresh = |send: &Send| now < crate::clock::after(send.sent_at, ALIVE_SECONDS);
        if self.wrong_codes >= policy.tries {
            Err(ErrorCode::CodeLocked)
        } else if self.is_used || !self.sends.iter().any(is_fresh) {
            Err(ErrorCode::CodeExpired)
        } else {
            Ok(())
        }
    }

    /// Whether one of the codes that still hold has this digest. A slow message does not lose to the one sent after it.
    pub fn takes(&self, now: Timestamp, hash: &str) -> bool {
        let open = self.sends.iter().filter(|send| now < send.ends_at);
        // Every one is compared, so that the time tells nothing.
        open.fold(false, |found, send| {
            crate::secret::same(&send.code_hash, hash) | found
        })
    }

    /// Seconds until another code may be sent, or why none may be.
    pub fn check_resend(&self, now: Timestamp, policy: CodePolicy) -> Result<u64, ErrorCode> {
        if self.wrong_codes >= policy.tries {
            return Err(ErrorCode::CodeLocked);
        }
        let sends = u32::try_from(self.sends.len()).unwrap_or(u32::MAX);
        let Some(last) = self
            .sends
            .last()
            .filter(|_| !self.is_used && sends < policy.sends)
        else {
            return Err(ErrorCode::CodeExpired);
        };
        let next = crate::clock::after(last.sent_at, resend_wait(policy, sends));
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
    use crate::clock::after;

    const POLICY: CodePolicy = CodePolicy {
        life_seconds: 120,
        tries: 5,
        resend_seconds: 30,
        sends: 3,
        per_recipient: [Limit {
            count: 5,
            seconds: 900,
        }; 2],
        per_address: Limit {
            count: 25,
            seconds: 300,
        },
    };

    fn start() -> Timestamp {
        Timestamp::parse("2026-11-20T08:00:00Z").unwrap()
    }

    fn send(code_hash: &str, seconds: u64) -> Send {
        Send {
            code_hash: code_hash.to_owned(),
            sent_at: after(start(), seconds),
            ends_at: after(start(), seconds + POLICY.life_seconds),
        }
    }

    fn flow(wrong_codes: u32, is_used: bool) -> Flow {
        Flow {
            id: ChallengeId::from_uuid(uuid::Uuid::nil()),
            purpose: Purpose::SignIn,
            account_id: None,
            subject: String::new(),
            destination: Destination::Phone("0900000001".to_owned()),
            wrong_codes,
            is_used,
            sends: vec![send("first", 0)],
        }
    }

    #[test]
    fn a_code_ends_after_two_minutes_and_after_its_use() {
        let open = |wrong, used, seconds| flow(wrong, used).check_open(after(start(), seconds), POLICY);
        assert_eq!(open(0, false, 119), Ok(()));
        assert_eq!(open(0, false, 120), Err(ErrorCode::CodeExpired));
        assert_eq!(open(0, true, 0), Err(ErrorCode::CodeExpired));
        assert_eq!(open(5, false, 0), Err(ErrorCode::CodeLocked));
    }

    #[test]
    fn a_new_code_must_wait_longer_each_time_and_a_lock_is_not_lifted_by_it() {
        let wait = |wrong, seconds| flow(wrong, false).check_resend(after(start(), seconds), POLICY);
        assert_eq!(wait(0, 10), Ok(20));
        assert_eq!(wait(0, 31), Ok(0));
        assert_eq!(wait(5, 31), Err(ErrorCode::CodeLocked));
        let mut twice = flow(0, false);
        twice.sends.push(send("second", 40));
        assert_eq!(twice.check_resend(after(start(), 60), POLICY), Ok(40));
        twice.sends.push(send("third", 100));
        assert_eq!(
            twice.check_resend(after(start(), 900), POLICY),
            Err(ErrorCode::CodeExpired)
        );
    }

    #[test]
    fn every_purpose_is_counted_with_others_of_its_kind() {
        for (number, purpose) in Purpose::ALL.into_iter().enumerate() {
            let place = match purpose {
                Purpose::SignIn => 0,
                Purpose::Register => 1,
                Purpose::ResetPassword => 2,
                Purpose::LostPhone => 3,
                Purpose::AddPhone => 4,
                Purpose::AddEmail => 5,
                Purpose::Confirm => 6,
                Purpose::Link => 7,
                Purpose::Assist => 8,
                Purpose::VaultLook => 9,
            };
            assert_eq!(place, number, "one that is not in the list is counted nowhere");
            assert!(!(purpose.is_holders() && purpose.is_open_to_anybody()));
        }
    }

    #[test]
    fn an_earlier_code_holds_until_its_own_end() {
        let mut flow = flow(0, false);
        flow.sends.push(send("second", 60));
        assert!(flow.takes(after(start(), 119), "first"));
        assert!(!flow.takes(after(start(), 120), "first"));
        assert!(flow.takes(after(start(), 120), "second"));
        assert!(!flow.takes(start(), "third"));
    }
}
