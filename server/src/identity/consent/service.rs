//! Owners, organisations and officers as the vault needs them, and the code by which an owner agrees.

use super::super::code::service::Codes;
use super::super::code::{Destination, Purpose};
use super::super::domain::Account;
use super::super::guard::Officer;
use super::super::oidc::store as persons;
use super::super::staff::service as staff;
use super::super::store as accounts;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::notification::service::{self as notification, Message, Notice, Recipient};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::rule::{parse_code, parse_identity_number};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use std::net::IpAddr;

pub use super::super::assisted::service::mask_number;
pub use super::super::confirmation::service::require as require_proof;

/// Refuses an officer who has no desk, or is suspended by now.
pub fn require_desk(conn: &mut DbConn, officer: &Officer) -> AppResult<()> {
    if accounts::find_active(conn, officer.id())?.is_none() {
        return Err(ErrorCode::NotAllowed.into());
    }
    staff::require(conn, officer.id(), StaffRole::Desk)
}

/// Counts a look-up of an officer; the refusal must not undo what was written.
pub fn count_lookup(
    state: &AppState,
    conn: &mut DbConn,
    officer: &Officer,
    now: Timestamp,
) -> AppResult<Result<(), AppError>> {
    let limit = state.config.identity.staff_lookups_per_hour;
    let counted = staff::count_lookup(conn, officer.id(), limit, now, &officer.request_id)?;
    Ok(counted.map_err(|wait| {
        let refusal = AppError::new(ErrorCode::TooManyLookups).with("limit", limit);
        refusal.retry_after(wait)
    }))
}

/// The active account of an organisation by its number.
pub fn find_organisation(conn: &mut DbConn, identifier: &str) -> AppResult<Option<Account>> {
    let found = persons::find_organisation(conn, identifier.trim())?;
    Ok(found.filter(|found| found.is_active).map(|found| found.account))
}

/// The active account that has a vault under this number: a person's or an organisation's.
pub fn find_owner(conn: &mut DbConn, identifier: &str) -> AppResult<Option<Account>> {
    if let Ok(number) = parse_identity_number(identifier)
        && let Some(person) = accounts::find_person(conn, &number)?
    {
        let found = persons::find_citizen(conn, person)?;
        return Ok(found.filter(|found| found.is_active).map(|found| found.account));
    }
    find_organisation(conn, identifier)
}

/// Tells the holder of an account by the channels that they chose. Ring the bell after the commit.
pub fn tell_owner(conn: &mut DbConn, account: AccountId, notice: Notice, now: Timestamp) -> AppResult<()> {
    let Some(account) = accounts::find_active(conn, account)? else {
        return Ok(());
    };
    let to = Recipient::new(
        Some(account.id),
        account.phone.as_deref(),
        account.email.as_deref(),
    );
    notification::send(conn, now, Message::new(to, notice, Lang::default())).map(|_| ())
}

/// The code that an owner reads out to an officer. Every answer is the same whether or not there is such an owner.
#[derive(Clone)]
pub struct Consent(Codes);

impl Consent {
    /// For one request.
    pub fn new(state: &AppState, address: Option<IpAddr>) -> Self {
        Self(Codes::new(state, Lang::default(), address))
    }

    /// Sends the first code.
    pub fn begin(&self, conn: &mut DbConn, subject: &str, owner: Option<&Account>) -> AppResult<Challenge> {
        let to = owner.and_then(|owner| Some((owner.id, Destination::Phone(owner.phone.clone()?))));
        self.0.begin_unseen(conn, Purpose::VaultLook, subject, to)
    }

    /// Sends another one.
    pub fn resend(&self, conn: &mut DbConn, id: ChallengeId) -> AppResult<Challenge> {
        self.0.resend_unseen(conn, id, Purpose::VaultLook)
    }

    /// What is known of the code that is awaited.
    pub fn current(&self, conn: &mut DbConn, id: ChallengeId) -> Option<Challenge> {
        let current = self.0.current(conn, id, Purpose::VaultLook).ok()?;
        Some(Challenge {
            sent_to: String::new(),
            ..current
        })
    }

    /// Tries what was read out. The transaction must be committed whatever comes back: a wrong code is counted.
    pub fn check(
        &self,
        conn: &mut DbConn,
        id: ChallengeId,
        (subject, owner): (&str, Option<AccountId>),
        code: &str,
    ) -> AppResult<Result<(), AppError>> {
        let code = match parse_code(code) {
            Ok(code) => code,
            Err(wrong) => return Ok(Err(AppError::field("code", wrong))),
        };
        Ok(match self.0.try_code(conn, id, Purpose::VaultLook, &code)? {
            // A code that went nowhere opens nothing, even when it is guessed.
            Ok(flow) if flow.subject == subject && flow.account_id.is_some() && flow.account_id == owner => {
                Ok(())
            }
            Ok(_) => Err(AppError::field_refusal("code", ErrorCode::CodeExpired)),
            Err(refused) => Err(AppError::from(refused)),
        })
    }
}
