//! A staff account and the verified identity of its person. An administrator writes a number, a name and a day of birth
//! down; a mistyped number must open the account to nobody, so all three have to fit when somebody comes for the first time.

use super::store;
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::observe::RequestId;
use chrono::NaiveDate;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// Whether a verified identity opens this account: it is bound already, or what was written down fits.
pub fn fits(
    conn: &mut DbConn,
    account: AccountId,
    (name, birth_date): (&str, Option<NaiveDate>),
) -> AppResult<bool> {
    let officer = store::find(conn, account)?;
    Ok(officer.is_some_and(|officer| officer.bound_at.is_some() || officer.is_of(name, birth_date)))
}

/// Binds the account to the identity that fits; `false` when it was bound before.
pub fn bind(
    conn: &mut DbConn,
    account: AccountId,
    (name, level): (&str, u8),
    now: Timestamp,
    request_id: &RequestId,
) -> AppResult<bool> {
    let Some(officer) = store::find(conn, account)?.filter(|officer| officer.bound_at.is_none()) else {
        return Ok(false);
    };
    store::set_bound(conn, account, (name, level), now)?;
    let word = super::officers::word(conn, &officer.duty)?;
    let action = Action::StaffBound;
    audit::service::record_with(conn, now, Some(account), action, (account, &word), request_id)?;
    Ok(true)
}
