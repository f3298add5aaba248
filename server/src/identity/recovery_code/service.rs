//! Making, counting and using recovery codes.

use super::super::confirmation::service as confirmation;
use super::super::contact::service as contact;
use super::super::session::Principal;
use super::super::session::service as sessions;
use super::super::tell::Addresses;
use super::store;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use crate::notification::service::Notice;
use crate::secret;
use crate::state::AppState;
use motcua_shared::id::AccountId;
use motcua_shared::identity::account::RecoveryCodes;
use motcua_shared::identity::rule::strip_separators;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// How many are made at a time.
const COUNT: usize = 10;

/// Letters of one: 50 random bits.
const LETTERS: usize = 10;

/// The digest of a typed code, whatever its case and grouping.
pub fn digest(state: &AppState, account: AccountId, typed: &str) -> String {
    let code = strip_separators(typed).to_uppercase();
    secret::keyed_digest(&state.secret_key, &["recovery-code", &account.to_string(), &code])
}

/// Makes new ones; earlier ones are void. They are shown this once.
pub async fn make(
    state: &AppState,
    principal: Principal,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<RecoveryCodes> {
    confirmation::require(state, &principal)?;
    let account = principal.account.id;
    let mut codes = Vec::with_capacity(COUNT);
    for _ in 0..COUNT {
        codes.push(secret::letters(LETTERS)?);
    }
    let hashes: Vec<String> = codes.iter().map(|code| digest(state, account, code)).collect();
    let now = state.clock.now();
    let make = move |conn: &mut DbConn| {
        contact::lock(conn, account)?;
        sessions::require(conn, &principal)?;
        store::replace(conn, account, &hashes, now)?;
        let action = Action::RecoveryCodesMade;
        audit::service::record(conn, now, Some(account), action, account, &request_id)?;
        Addresses::of(conn, account)?.tell(conn, now, &Notice::RecoveryCodesMade { at: now }, lang)
    };
    state.db.write(make).await?;
    state.bell.ring();
    let grouped = |code: String| {
        let (left, right) = code.split_at(LETTERS / 2);
        format!("{left}-{right}")
    };
    Ok(RecoveryCodes {
        codes: codes.into_iter().map(grouped).collect(),
    })
}

/// How many are left; `None` when none were ever made.
pub fn left(conn: &mut DbConn, account: AccountId) -> AppResult<Option<u32>> {
    let (made, left) = store::count(conn, account)?;
    Ok((made > 0).then_some(left))
}

/// Whether a code is left, without using it.
pub fn is_left(conn: &mut DbConn, account: AccountId, digest: &str) -> AppResult<bool> {
    store::is_left(conn, account, digest)
}

/// Uses a code up, and tells everywhere; `false` when it is none that is left.
pub fn take(
    conn: &mut DbConn,
    account: AccountId,
    digest: &str,
    (now, lang): (Timestamp, Lang),
    request_id: &RequestId,
) -> AppResult<bool> {
    if !store::use_up(conn, account, digest, now)? {
        return Ok(false);
    }
    let (_, left) = store::count(conn, account)?;
    let action = Action::RecoveryCodeUsed;
    audit::service::record(conn, now, Some(account), action, account, request_id)?;
    let notice = Notice::RecoveryCodeUsed { at: now, left };
    Addresses::of(conn, account)?.tell(conn, now, &notice, lang)?;
    Ok(true)
}
