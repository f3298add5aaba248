//! Sending and trying codes. Every function runs in the transaction of its caller, so that a code and what it is for come
//! together; a wrong code is counted by committing, which is why `try_code` hands its refusal back as a value.

use super::domain::{CodePolicy, Destination, Flow, Limit, Purpose, Send, resend_wait};
use super::store::{self, Counted};
use crate::clock::{after, before};
use crate::config::IdentityConfig;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::http::client_address::line_of;
use crate::identity::store as identity;
use crate::notification::service::{
    self as notification, ChannelKind, CodePurpose, Message, Notice, Recipient,
};
use crate::secret;
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::rule::CODE_DIGITS;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;
use std::sync::Arc;

/// After too many wrong codes the account gets no new one for this long, so that a new flow is no way around it.
const LOCK_SECONDS: u64 = 600;

/// Flows are kept this long: the limits look back over a day, and a late code is told that it is late.
const KEEP_SECONDS: u64 = 24 * 3600;

/// What sending and trying a code takes, apart from the database.
#[derive(Clone)]
pub struct Codes {
    pub(super) key: Arc<[u8]>,
    pub(super) policy: CodePolicy,
    pub(super) now: Timestamp,
    pub(super) lang: Lang,
    pub(super) address: Option<IpAddr>,
}

/// Who shall get a code, and what for.
#[derive(Debug, Clone)]
pub struct Request {
    /// What for.
    pub purpose: Purpose,
    /// Whose account, if there is one yet.
    pub account_id: Option<AccountId>,
    /// What else the flow is bound to; empty if nothing.
    pub subject: String,
    /// Where the code goes.
    pub destination: Destination,
}

/// Why a code opened nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Not the one that was sent.
    Wrong {
        /// Tries that are left; at least one.
        tries_left: u32,
    },
    /// It ended, was used, or is of another flow.
    Expired,
    /// Too many wrong ones.
    Locked,
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Wrong { tries_left } => {
                Self::field_refusal("code", ErrorCode::CodeWrong).with("tries_left", tries_left)
            }
            Refused::Expired => Self::field_refusal("code", ErrorCode::CodeExpired),
            Refused::Locked => Self::field_refusal("code", ErrorCode::CodeLocked),
        }
    }
}

impl Purpose {
    /// As the message says it.
    const fn told(self) -> CodePurpose {
        match self {
            Self::SignIn => CodePurpose::SignIn,
            Self::Register => CodePurpose::Register,
            Self::ResetPassword => CodePurpose::ResetPassword,
            Self::LostPhone => CodePurpose::LostPhone,
            Self::AddPhone => CodePurpose::AddPhone,
            Self::AddEmail => CodePurpose::AddEmail,
            Self::Confirm => CodePurpose::Confirm,
            Self::Link => CodePurpose::Link,
            Self::Assist => CodePurpose::Assist,
            Self::VaultLook => CodePurpose::VaultLook,
        }
    }

    /// Whether the code shows that somebody has this very phone or mailbox.
    const fn proves_destination(self) -> bool {
        matches!(
            self,
            Self::Register | Self::LostPhone | Self::AddPhone | Self::AddEmail | Self::Assist
        )
    }
}

impl IdentityConfig {
    fn code_policy(&self) -> CodePolicy {
        CodePolicy {
            life_seconds: self.code_minutes * 60,
            tries: self.code_tries,
            resend_seconds: self.resend_seconds,
            sends: self.code_sends,
            per_recipient: [
                Limit {
                    count: self.codes_per_quarter,
                    seconds: 15 * 60,
                },
                Limit {
                    count: self.codes_per_day,
                    seconds: 24 * 3600,
                },
            ],
            per_address: Limit {
                count: self.codes_per_address,
                seconds: 5 * 60,
            },
        }
    }
}

impl Codes {
    /// For one request.
    pub fn new(state: &AppState, lang: Lang, address: Option<IpAddr>) -> Self {
        Self {
            key: Arc::clone(&state.secret_key),
            policy: state.config.identity.code_policy(),
            now: state.clock.now(),
            lang,
            address,
        }
    }

    /// When this request came.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Begins a flow and sends its first code.
    pub fn begin(&self, conn: &mut DbConn, request: Request) -> AppResult<Challenge> {
        if let Some(account) = request.account_id {
            self.check_lock(conn, account, request.purpose)?;
        }
        let mut flow = Flow {
            id: new_id(ChallengeId::from_uuid),
            purpose: request.purpose,
            account_id: request.account_id,
            subject: request.subject,
            destination: request.destination,
            wrong_codes: 0,
            is_used: false,
            sends: Vec::new(),
        };
        store::insert(conn, &flow, self.now)?;
        self.send(conn, &mut flow)
    }

    /// Sends another code in the same flow.
    pub fn resend(&self, conn: &mut DbConn, id: ChallengeId, purpose: Purpose) -> AppResult<Challenge> {
        let mut flow = self.waiting(conn, id, purpose)?;
        self.send(conn, &mut flow)
    }

    /// Sends the next code of the flow, and all after it, to another phone of the same account.
    pub fn redirect(
        &self,
        conn: &mut DbConn,
        id: ChallengeId,
        purpose: Purpose,
        choose: impl FnOnce(&mut DbConn, &Flow) -> AppResult<String>,
    ) -> AppResult<Challenge> {
        let mut flow = self.waiting(conn, id, purpose)?;
        let phone = choose(conn, &flow)?;
        store::redirect(conn, id, &phone)?;
        flow.destination = Destination::Phone(phone);
        self.send(conn, &mut flow)
    }

    /// A flow that is still open, whatever its codes are, for what may be done before a code is typed.
    pub fn peek(&self, conn: &mut DbConn, id: ChallengeId, purpose: Purpose) -> AppResult<Flow> {
        let flow = store::lock(conn, id, purpose)?.ok_or(ErrorCode::CodeExpired)?;
        flow.check_alive(self.now, self.policy)?;
        Ok(flow)
    }

    pub(super) fn waiting(&self, conn: &mut DbConn, id: ChallengeId, purpose: Purpose) -> AppResult<Flow> {
        let flow = store::lock(conn, id, purpose)?.ok_or(ErrorCode::CodeExpired)?;
        match flow.check_resend(self.now, self.policy)? {
            0 => Ok(flow),
            wait => Err(AppError::new(ErrorCode::CodeTooSoon).retry_after(wait)),
        }
    }

    /// Tries a code. The right one uses the flow up. The transaction must be committed whatever comes back: a wrong code
    /// is counted.
    pub fn try_code(
        &self,
        conn: &mut DbConn,
        id: ChallengeId,
        purpose: Purpose,
        code: &str,
    ) -> AppResult<Result<Flow, Refused>> {
        let Some(flow) = store::lock(conn, id, purpose)? else {
            return Ok(Err(Refused::Expired));
        };
        match flow.check_open(self.now, self.policy) {
            Ok(()) => {}
            Err(ErrorCode::CodeLocked) => return Ok(Err(Refused::Locked)),
            Err(_) => return Ok(Err(Refused::Expired)),
        }
        if self.is_guessed_at(conn, &flow)? {
            return Ok(Err(Refused::Locked));
        }
        if !flow.takes(self.now, &self.hash(purpose, id, code)) {
            return self.count_wrong(conn, &flow).map(Err);
        }
        if self.use_up(conn, id)? {
            Ok(Ok(flow))
        } else {
            Ok(Err(Refused::Expired))
        }
    }

    /// Whether other flows of the account have used up the tries: flows that were opened ahead give no further ones. Not
    /// where anybody may begin a flow: of a name without an account there is nothing to count, and that must not show.
    fn is_guessed_at(&self, conn: &mut DbConn, flow: &Flow) -> AppResult<bool> {
        match flow.account_id {
            Some(account) if !flow.purpose.is_open_to_anybody() => {
                take_turn(conn, "code-tries", &account.to_string())?;
                self.is_locked(conn, account, flow.purpose)
            }
            _ => Ok(false),
        }
    }

    /// Counts something wrong that was tried in place of the code.
    pub fn count_wrong(&self, conn: &mut DbConn, flow: &Flow) -> AppResult<Refused> {
        store::count_wrong_code(conn, flow.id)?;
        Ok(match self.policy.tries.saturating_sub(flow.wrong_codes + 1) {
            0 => Refused::Locked,
            tries_left => Refused::Wrong { tries_left },
        })
    }

    /// Uses a flow up that something else than its code has opened; `false` when it was used before.
    pub fn use_up(&self, conn: &mut DbConn, id: ChallengeId) -> AppResult<bool> {
        store::use_up(conn, id, self.now)
    }

    /// Whose flow it is, whatever its state.
    pub fn account_of(
        &self,
        conn: &mut DbConn,
        id: ChallengeId,
        purpose: Purpose,
    ) -> AppResult<Option<AccountId>> {
        Ok(store::lock(conn, id, purpose)?.and_then(|flow| flow.account_id))
    }

    /// What is known of a flow that waits for its code, without sending another.
    pub fn current(&self, conn: &mut DbConn, id: ChallengeId, purpose: Purpose) -> AppResult<Challenge> {
        let flow = store::lock(conn, id, purpose)?.ok_or(ErrorCode::CodeExpired)?;
        let Some(last) = flow.sends.last() else {
            return Err(ErrorCode::CodeExpired.into());
        };
        Ok(Challenge {
            id,
            sent_to: flow.destination.mask(),
            ends_at: last.ends_at,
            resend_after: flow.check_resend(self.now, self.policy).unwrap_or(0),
            closed_from: None,
        })
    }

    fn send(&self, conn: &mut DbConn, flow: &mut Flow) -> AppResult<Challenge> {
        self.check_address(conn)?;
        self.check_recipient(conn, flow)?;
        let recipient = self.fingerprint("destination", flow.destination.as_str());
        let code = self.write_send(conn, flow, &recipient)?;
        self.tell(conn, flow, code)?;
        Ok(self.challenge(flow))
    }

    /// Whether the recipient and the account may have another code. Turns are taken in one order everywhere: address,
    /// recipient, account.
    pub(super) fn check_recipient(&self, conn: &mut DbConn, flow: &Flow) -> AppResult<()> {
        let recipient = self.fingerprint("destination", flow.destination.as_str());
        take_turn(conn, "code-recipient", &recipient)?;
        let purposes = alike(flow.purpose, Purpose::is_holders);
        for limit in self.policy.per_recipient {
            self.check_limit(conn, Counted::Destination(&recipient, &purposes), limit)?;
        }
        if let Some(account) = flow.account_id {
            take_turn(conn, "code-account", &account.to_string())?;
            let purposes = alike(flow.purpose, Purpose::is_open_to_anybody);
            for limit in self.policy.per_recipient {
                self.check_limit(conn, Counted::Account(account, &purposes), limit)?;
            }
        }
        Ok(())
    }

    /// Whether this address may ask for another code.
    pub(super) fn check_address(&self, conn: &mut DbConn) -> AppResult<()> {
        match self.address_key() {
            Some(address) => {
                take_turn(conn, "code-address", &address)?;
                self.check_limit(conn, Counted::Address(&address), self.policy.per_address)
            }
            None => Ok(()),
        }
    }

    fn address_key(&self) -> Option<String> {
        self.address
            .map(|address| self.fingerprint("address", &line_of(address).to_string()))
    }

    /// Makes the next code of a flow and writes it down.
    pub(super) fn write_send(
        &self,
        conn: &mut DbConn,
        flow: &mut Flow,
        recipient: &str,
    ) -> AppResult<String> {
        let code = secret::digits(CODE_DIGITS)?;
        let send = Send {
            code_hash: self.hash(flow.purpose, flow.id, &code),
            sent_at: self.now,
            ends_at: after(self.now, self.policy.life_seconds),
        };
        store::insert_send(conn, flow, &send, recipient, self.address_key().as_deref())?;
        flow.sends.push(send);
        Ok(code)
    }

    /// What the page is told of the last code.
    pub(super) fn challenge(&self, flow: &Flow) -> Challenge {
        Challenge {
            id: flow.id,
            sent_to: flow.destination.mask(),
            ends_at: flow.sends.last().map_or(self.now, |send| send.ends_at),
            resend_after: resend_wait(self.policy, u32::try_from(flow.sends.len()).unwrap_or(u32::MAX)),
            closed_from: None,
        }
    }

    /// A code that proves a phone or an address goes there and nowhere else; any other may follow its phone to the
    /// channels that the person put into the order.
    pub(super) fn tell(&self, conn: &mut DbConn, flow: &Flow, code: String) -> AppResult<()> {
        let notice = Notice::OneTimeCode {
            code,
            minutes: self.policy.life_seconds / 60,
            purpose: flow.purpose.told(),
        };
        let message = |phone: Option<&str>, email: Option<&str>| {
            let to = Recipient::new(flow.account_id, phone, email);
            Message::new(to, notice.clone(), self.lang)
        };
        let message = match &flow.destination {
            Destination::Email(email) => message(None, Some(email)).only(ChannelKind::Email),
            Destination::Phone(phone) if flow.purpose.proves_destination() => {
                message(Some(phone), None).only(ChannelKind::Sms)
            }
            Destination::Phone(phone) => {
                let account = match flow.account_id {
                    Some(id) => identity::find_active(conn, id)?,
                    None => None,
                };
                let email = account.and_then(|account| account.email);
                message(Some(phone), email.as_deref())
            }
        };
        notification::send(conn, self.now, message).map(|_| ())
    }

    fn check_limit(&self, conn: &mut DbConn, counted: Counted<'_>, limit: Limit) -> AppResult<()> {
        let Some(oldest) = store::nth_newest_send(conn, counted, limit.count)? else {
            return Ok(());
        };
        let free_at = after(oldest, limit.seconds);
        if free_at <= self.now {
            return Ok(());
        }
        let wait = u64::try_from(free_at.unix_seconds() - self.now.unix_seconds()).unwrap_or(0);
        Err(AppError::new(ErrorCode::TooManyCodes).retry_after(wait.max(1)))
    }

    pub(super) fn check_lock(
        &self,
        conn: &mut DbConn,
        account: AccountId,
        purpose: Purpose,
    ) -> AppResult<()> {
        if self.is_locked(conn, account, purpose)? {
            return Err(AppError::new(ErrorCode::CodeLocked).retry_after(LOCK_SECONDS));
        }
        Ok(())
    }

    fn is_locked(&self, conn: &mut DbConn, account: AccountId, purpose: Purpose) -> AppResult<bool> {
        let since = before(self.now, LOCK_SECONDS);
        let purposes = alike(purpose, Purpose::is_open_to_anybody);
        let wrong = store::count_recent_wrong_codes(conn, account, &purposes, since)?;
        Ok(wrong >= self.policy.tries)
    }

    fn hash(&self, purpose: Purpose, id: ChallengeId, code: &str) -> String {
        secret::keyed_digest(
            &self.key,
            &["code", &format!("{purpose:?}"), &id.to_string(), code],
        )
    }

    pub(super) fn fingerprint(&self, what: &str, value: &str) -> String {
        secret::keyed_digest(&self.key, &["code-limit", what, value])
    }
}

/// Purposes that are counted together with this one.
fn alike(purpose: Purpose, trait_of: impl Fn(Purpose) -> bool) -> Vec<Purpose> {
    let is_so = trait_of(purpose);
    let all = Purpose::ALL.into_iter();
    all.filter(|one| trait_of(*one) == is_so).collect()
}

/// Ends every flow of an account that waits for a code; with `destination` those whose codes go there.
pub fn end_all(
    conn: &mut DbConn,
    account: AccountId,
    destination: Option<&str>,
    now: Timestamp,
) -> AppResult<()> {
    store::use_up_all(conn, account, destination, now)
}

/// Forgets what no limit looks at any more.
pub fn forget_old(conn: &mut DbConn, now: Timestamp) -> AppResult<usize> {
    store::delete_begun_before(conn, before(now, KEEP_SECONDS))
}
