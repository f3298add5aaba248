//! Recovery codes in the database, as keyed digests.

use crate::db::DbConn;
use crate::db::schema::recovery_codes;
use crate::db::types::{naive, unsigned};
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// Puts new codes in the place of all earlier ones.
pub(super) fn replace(
    conn: &mut DbConn,
    account: AccountId,
    hashes: &[String],
    now: Timestamp,
) -> AppResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account.to_string())))
        .execute(conn)?;
    for hash in hashes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::account_id.eq(account.to_string()),
                recovery_codes::code_hash.eq(hash),
                recovery_codes::made_at.eq(naive(now)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// How many were made, and how many are left.
pub(super) fn count(conn: &mut DbConn, account: AccountId) -> AppResult<(u32, u32)> {
    let all = || recovery_codes::table.filter(recovery_codes::account_id.eq(account.to_string()));
    let made: i64 = all().count().get_result(conn)?;
    let left: i64 = all()
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(conn)?;
    Ok((unsigned(made)?, unsigned(left)?))
}

/// Whether a code is left.
pub(super) fn is_left(conn: &mut DbConn, account: AccountId, hash: &str) -> AppResult<bool> {
    let one = recovery_codes::table
        .find((account.to_string(), hash))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(one)).get_result(conn)?)
}

/// Uses a code up; `false` when it is none, or was used.
pub(super) fn use_up(conn: &mut DbConn, account: AccountId, hash: &str, now: Timestamp) -> AppResult<bool> {
    let one = recovery_codes::table
        .find((account.to_string(), hash))
        .filter(recovery_codes::used_at.is_null());
    let used = diesel::update(one)
        .set(recovery_codes::used_at.eq(naive(now)))
        .execute(conn)?;
    Ok(used == 1)
}
