//! Closing an account in the database.

use super::super::{login, store as officers_store};
use crate::db::DbConn;
use crate::db::schema::{accounts, officers};
use crate::db::types::naive;
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// Closes a staff account for ever, if it still is the version that was seen: it has no person, no role and no name to sign in
/// with any more.
pub(super) fn set_removed(conn: &mut DbConn, id: AccountId, version: u32, now: Timestamp) -> AppResult<bool> {
    if !officers_store::set_suspended(conn, id, version, true)? {
        return Ok(false);
    }
    officers_store::replace_roles(conn, id, &[])?;
    diesel::update(accounts::table.find(id.to_string()))
        .set((
            accounts::person_id.eq(None::<String>),
            accounts::login.eq(login::key(None, id)),
        ))
        .execute(conn)?;
    diesel::update(officers::table.find(id.to_string()))
        .set((
            officers::removed_at.eq(naive(now)),
            officers::login_name.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(true)
}
