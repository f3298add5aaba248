//! Known browsers, and of which sign-ins somebody wants to be told.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{account_devices, account_settings};
use crate::db::types::{enum_text, naive, parse_enum};
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::identity::account::SignInNotices;
use motcua_shared::time::Timestamp;

/// Whether any browser of the account is known.
pub(super) fn has_any(conn: &mut DbConn, account: AccountId) -> AppResult<bool> {
    let known = account_devices::table.filter(account_devices::account_id.eq(account.to_string()));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
}

/// Whether a browser of the account is known by this.
pub(super) fn is_known(conn: &mut DbConn, account: AccountId, digest: &str) -> AppResult<bool> {
    let one = account_devices::table.find((account.to_string(), digest));
    Ok(diesel::select(diesel::dsl::exists(one)).get_result(conn)?)
}

/// All browsers of the account.
pub(super) fn list(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<String>> {
    Ok(account_devices::table
        .filter(account_devices::account_id.eq(account.to_string()))
        .select(account_devices::device_key)
        .load(conn)?)
}

/// Notes a sign-in from a browser; says whether it was known.
pub(super) fn note(conn: &mut DbConn, account: AccountId, digest: &str, now: Timestamp) -> AppResult<bool> {
    let known = diesel::update(account_devices::table.find((account.to_string(), digest)))
        .set(account_devices::last_at.eq(naive(now)))
        .execute(conn)?;
    if known == 0 {
        let row = (
            account_devices::account_id.eq(account.to_string()),
            account_devices::device_key.eq(digest),
            account_devices::first_at.eq(naive(now)),
            account_devices::last_at.eq(naive(now)),
        );
        both!(conn, inner => diesel::insert_into(account_devices::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(inner))?;
    }
    Ok(known == 1)
}

/// Of which sign-ins the owner wants to be told.
pub(super) fn wanted(conn: &mut DbConn, account: AccountId) -> AppResult<SignInNotices> {
    let found: Option<String> = account_settings::table
        .find(account.to_string())
        .select(account_settings::sign_in_notices)
        .first(conn)
        .optional()?;
    Ok(found
        .map(|text| parse_enum(&text))
        .transpose()?
        .unwrap_or_default())
}

/// Keeps that.
pub(super) fn set_wanted(
    conn: &mut DbConn,
    account: AccountId,
    wanted: SignInNotices,
    now: Timestamp,
) -> AppResult<()> {
    let wanted = enum_text(&wanted)?;
    let row = (
        account_settings::account_id.eq(account.to_string()),
        account_settings::sign_in_notices.eq(&wanted),
        account_settings::changed_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(account_settings::table)
        .values(row)
        .on_conflict(account_settings::account_id)
        .do_update()
        .set((
            account_settings::sign_in_notices.eq(&wanted),
            account_settings::changed_at.eq(naive(now)),
        ))
        .execute(inner))?;
    Ok(())
}

/// Forgets browsers last seen before `moment`.
pub(super) fn delete_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = account_devices::table.filter(account_devices::last_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
