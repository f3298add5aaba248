//! How many identity numbers one officer looks up. Each is in the audit log anyway; the limit keeps a stolen session, or a
//! curious officer, from walking through the numbers of a province.

mod store;

use crate::audit::{self, Action};
use crate::clock::before;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// For how long a look-up counts.
const WINDOW_SECONDS: u64 = 3600;

/// Counts a look-up, or says how many seconds are to wait. Reaching the limit is written down once an hour.
pub fn count(
    conn: &mut DbConn,
    officer: AccountId,
    limit: u32,
    now: Timestamp,
    request_id: &RequestId,
) -> AppResult<Result<(), u64>> {
    let since = before(now, WINDOW_SECONDS);
    let noted = store::lock_officer(conn, officer)?;
    let (counted, first) = store::count_lookups(conn, officer, since)?;
    if counted < limit {
        store::insert_lookup(conn, officer, now)?;
        return Ok(Ok(()));
    }
    if noted.is_none_or(|noted| noted <= since) {
        store::set_limit_noted(conn, officer, now)?;
        let action = Action::LookupsLimited;
        audit::service::record(conn, now, Some(officer), action, officer, request_id)?;
    }
    let passed = first.map_or(0, |first| now.unix_seconds() - first.unix_seconds());
    let wait = WINDOW_SECONDS.saturating_sub(u64::try_from(passed).unwrap_or(0));
    Ok(Err(wait.max(1)))
}
