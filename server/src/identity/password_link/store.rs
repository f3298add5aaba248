//! Links in the database.

use crate::db::DbConn;
use crate::db::schema::{password_links, passwords};
use crate::db::types::{moment, naive, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;

/// Writes a link.
pub(super) fn insert(
    conn: &mut DbConn,
    token_hash: &str,
    account: AccountId,
    now: Timestamp,
    ends_at: Timestamp,
) -> AppResult<()> {
    diesel::insert_into(password_links::table)
        .values((
            password_links::token_hash.eq(token_hash),
            password_links::account_id.eq(account.to_string()),
            password_links::created_at.eq(naive(now)),
            password_links::ends_at.eq(naive(ends_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// When the `nth` newest link of an account (1 is the newest) was made.
pub(super) fn nth_newest(conn: &mut DbConn, account: AccountId, nth: u32) -> AppResult<Option<Timestamp>> {
    let found: Option<NaiveDateTime> = password_links::table
        .filter(password_links::account_id.eq(account.to_string()))
        .order(password_links::created_at.desc())
        .offset(i64::from(nth.saturating_sub(1)))
        .select(password_links::created_at)
        .first(conn)
        .optional()?;
    Ok(found.map(moment))
}

/// When the newest link was made and when it ends.
pub(super) fn find_newest(
    conn: &mut DbConn,
    account: AccountId,
) -> AppResult<Option<(Timestamp, Timestamp)>> {
    let found: Option<(NaiveDateTime, NaiveDateTime)> = password_links::table
        .filter(password_links::account_id.eq(account.to_string()))
        .order(password_links::created_at.desc())
        .select((password_links::created_at, password_links::ends_at))
        .first(conn)
        .optional()?;
    Ok(found.map(|(made, ends)| (moment(made), moment(ends))))
}

/// The account of a link that works.
pub(super) fn find_open(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> AppResult<Option<AccountId>> {
    let found: Option<String> = password_links::table
        .find(token_hash)
        .filter(password_links::used_at.is_null())
        .filter(password_links::ends_at.gt(naive(now)))
        .select(password_links::account_id)
        .first(conn)
        .optional()?;
    found.map(|id| parse_id(&id, AccountId::parse)).transpose()
}

/// Uses a link up; `false` when somebody did before, or it ended.
pub(super) fn use_up(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> AppResult<bool> {
    let open = password_links::table
        .find(token_hash)
        .filter(password_links::used_at.is_null())
        .filter(password_links::ends_at.gt(naive(now)));
    let used = diesel::update(open)
        .set(password_links::used_at.eq(naive(now)))
        .execute(conn)?;
    Ok(used == 1)
}

/// Ends every link of an account that still works.
pub(super) fn end_all(conn: &mut DbConn, account: AccountId, now: Timestamp) -> AppResult<()> {
    let open = password_links::table
        .filter(password_links::account_id.eq(account.to_string()))
        .filter(password_links::ends_at.gt(naive(now)));
    diesel::update(open)
        .set(password_links::ends_at.eq(naive(now)))
        .execute(conn)?;
    Ok(())
}

/// Writes the password of an account, whether it had one or not.
pub(super) fn set_password(
    conn: &mut DbConn,
    account: AccountId,
    hash: &str,
    now: Timestamp,
) -> AppResult<()> {
    diesel::delete(passwords::table.find(account.to_string())).execute(conn)?;
    diesel::insert_into(passwords::table)
        .values((
            passwords::account_id.eq(account.to_string()),
            passwords::hash.eq(hash),
            passwords::changed_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets links that ended before `moment`.
pub(super) fn delete_ended(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = password_links::table.filter(password_links::ends_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
