//! Failed sign-ins.

use super::failures::Failures;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::sign_in_failures;
use crate::db::types::{moment, naive, unsigned};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::time::Timestamp;

/// Failures of a name.
pub(super) fn find(conn: &mut DbConn, name_key: &str) -> AppResult<Option<Failures>> {
    let row: Option<(i32, NaiveDateTime)> = sign_in_failures::table
        .find(name_key)
        .select((sign_in_failures::in_row, sign_in_failures::last_at))
        .first(conn)
        .optional()?;
    row.map(|(in_row, last_at)| {
        Ok(Failures {
            in_row: unsigned(in_row)?,
            last_at: moment(last_at),
        })
    })
    .transpose()
}

/// Counts a failure; a row older than `forget_before` begins anew.
pub(super) fn count(
    conn: &mut DbConn,
    name_key: &str,
    now: Timestamp,
    forget_before: Timestamp,
) -> AppResult<()> {
    diesel::delete(
        sign_in_failures::table
            .find(name_key)
            .filter(sign_in_failures::last_at.lt(naive(forget_before))),
    )
    .execute(conn)?;
    let first = (
        sign_in_failures::name_key.eq(name_key),
        sign_in_failures::in_row.eq(1),
        sign_in_failures::last_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(sign_in_failures::table)
        .values(first)
        .on_conflict(sign_in_failures::name_key)
        .do_update()
        .set((
            sign_in_failures::in_row.eq(sign_in_failures::in_row + 1),
            sign_in_failures::last_at.eq(naive(now)),
        ))
        .execute(inner))?;
    Ok(())
}

/// Counts one failure less.
pub(super) fn take_back(conn: &mut DbConn, name_key: &str) -> AppResult<()> {
    let last = sign_in_failures::table
        .find(name_key)
        .filter(sign_in_failures::in_row.le(1));
    diesel::delete(last).execute(conn)?;
    diesel::update(sign_in_failures::table.find(name_key))
        .set(sign_in_failures::in_row.eq(sign_in_failures::in_row - 1))
        .execute(conn)?;
    Ok(())
}

/// Ends a row.
pub(super) fn clear(conn: &mut DbConn, name_key: &str) -> AppResult<()> {
    diesel::delete(sign_in_failures::table.find(name_key)).execute(conn)?;
    Ok(())
}

/// Forgets rows that ended before `moment`.
pub(super) fn delete_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = sign_in_failures::table.filter(sign_in_failures::last_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
