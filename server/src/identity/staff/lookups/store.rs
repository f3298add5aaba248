//! Look-ups of the last hour in the database.

use crate::db::DbConn;
use crate::db::schema::{officers, staff_lookups};
use crate::db::types::{moment, naive, unsigned};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// Lets look-ups of one officer be counted one by one.
pub(super) fn lock_officer(conn: &mut DbConn, id: AccountId) -> AppResult<Option<Timestamp>> {
    diesel::update(officers::table.find(id.to_string()))
        .set(officers::account_id.eq(officers::account_id))
        .execute(conn)?;
    let noted: Option<Option<NaiveDateTime>> = officers::table
        .find(id.to_string())
        .select(officers::limit_noted_at)
        .first(conn)
        .optional()?;
    Ok(noted.flatten().map(moment))
}

/// Notes that the audit log has heard of the limit.
pub(super) fn set_limit_noted(conn: &mut DbConn, id: AccountId, now: Timestamp) -> AppResult<()> {
    diesel::update(officers::table.find(id.to_string()))
        .set(officers::limit_noted_at.eq(naive(now)))
        .execute(conn)?;
    Ok(())
}

/// Forgets look-ups of an officer up to `moment`; gives the number of those after it, and the first of them.
pub(super) fn count_lookups(
    conn: &mut DbConn,
    id: AccountId,
    moment_before: Timestamp,
) -> AppResult<(u32, Option<Timestamp>)> {
    let own = staff_lookups::table.filter(staff_lookups::account_id.eq(id.to_string()));
    diesel::delete(
        own.clone()
            .filter(staff_lookups::looked_at.le(naive(moment_before))),
    )
    .execute(conn)?;
    let (count, first): (i64, Option<NaiveDateTime>) = own
        .select((
            diesel::dsl::count_star(),
            diesel::dsl::min(staff_lookups::looked_at),
        ))
        .first(conn)?;
    Ok((unsigned(count)?, first.map(moment)))
}

/// Counts a look-up.
pub(super) fn insert_lookup(conn: &mut DbConn, id: AccountId, now: Timestamp) -> AppResult<()> {
    diesel::insert_into(staff_lookups::table)
        .values((
            staff_lookups::id.eq(uuid::Uuid::now_v7().to_string()),
            staff_lookups::account_id.eq(id.to_string()),
            staff_lookups::looked_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}
