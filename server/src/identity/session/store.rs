//! Sessions in the database.

use super::super::store::AccountRow;
use super::domain::{Device, Listed, Method, SessionRecord};
use crate::db::DbConn;
use crate::db::schema::{accounts, oidc_sessions, sessions};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DelegationId, SessionId};
use motcua_shared::time::Timestamp;

/// What a new session is made of.
pub(super) struct NewSession<'a> {
    pub token_hash: &'a str,
    pub account_id: AccountId,
    pub method: Method,
    pub device: &'a Device,
    pub now: Timestamp,
    pub proved_at: Timestamp,
    pub ends_at: Timestamp,
    pub delegation: Option<DelegationId>,
}

/// Writes a new session.
pub(super) fn insert(conn: &mut DbConn, new: &NewSession<'_>) -> AppResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(uuid::Uuid::now_v7().to_string()),
            sessions::token_hash.eq(new.token_hash),
            sessions::account_id.eq(new.account_id.to_string()),
            sessions::method.eq(enum_text(&new.method)?),
            sessions::device.eq(&new.device.browser),
            sessions::address.eq(new.device.address.map(|address| address.to_string())),
            sessions::created_at.eq(naive(new.now)),
            sessions::proved_at.eq(naive(new.proved_at)),
            sessions::seen_at.eq(naive(new.now)),
            sessions::ends_at.eq(naive(new.ends_at)),
            sessions::delegation_id.eq(new.delegation.map(|id| id.to_string())),
        ))
        .execute(conn)?;
    Ok(())
}

/// The session of a token, if its account may still act.
pub(super) fn find(conn: &mut DbConn, token_hash: &str) -> AppResult<Option<SessionRecord>> {
    type Found = (
        AccountRow,
        NaiveDateTime,
        NaiveDateTime,
        NaiveDateTime,
        Option<String>,
    );
    let found: Option<Found> = sessions::table
        .inner_join(accounts::table)
        .filter(
            sessions::token_hash
                .eq(token_hash)
                .and(accounts::status.eq("active")),
        )
        .select((
            AccountRow::as_select(),
            sessions::proved_at,
            sessions::seen_at,
            sessions::ends_at,
            sessions::delegation_id,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(row, proved_at, seen_at, ends_at, delegation)| {
            Ok(SessionRecord {
                account: row.into_account()?,
                proved_at: moment(proved_at),
                seen_at: moment(seen_at),
                ends_at: moment(ends_at),
                delegation: delegation
                    .map(|id| parse_id(&id, DelegationId::parse))
                    .transpose()?,
            })
        })
        .transpose()
}

/// Notes a request.
pub(super) fn touch(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> AppResult<()> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(token_hash)))
        .set(sessions::seen_at.eq(naive(now)))
        .execute(conn)?;
    Ok(())
}

/// Ends a session; `false` when it had ended.
pub(super) fn delete(conn: &mut DbConn, token_hash: &str) -> AppResult<bool> {
    let one = sessions::table.filter(sessions::token_hash.eq(token_hash));
    Ok(diesel::delete(one).execute(conn)? == 1)
}

/// Ends every session of an account.
pub(super) fn delete_all(conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account.to_string()))).execute(conn)?;
    Ok(())
}

/// Ends the sessions of an account that were opened in one way.
pub(super) fn delete_of_method(conn: &mut DbConn, account: AccountId, method: Method) -> AppResult<()> {
    let opened = sessions::table
        .filter(sessions::account_id.eq(account.to_string()))
        .filter(sessions::method.eq(enum_text(&method)?));
    diesel::delete(opened).execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct ListedRow {
    id: String,
    token_hash: String,
    method: String,
    device: String,
    address: Option<String>,
    created_at: NaiveDateTime,
    seen_at: NaiveDateTime,
    ends_at: NaiveDateTime,
}

/// The sessions of an account, the one seen last first.
pub(super) fn list(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<Listed>> {
    let rows: Vec<ListedRow> = sessions::table
        .filter(sessions::account_id.eq(account.to_string()))
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .select(ListedRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                id: parse_id(&row.id, SessionId::parse)?,
                token_hash: row.token_hash,
                method: parse_enum(&row.method)?,
                browser: row.device,
                address: row.address,
                created_at: moment(row.created_at),
                seen_at: moment(row.seen_at),
                ends_at: moment(row.ends_at),
            })
        })
        .collect()
}

/// Ends one session of an account; `false` when it has none of this id.
pub(super) fn delete_one(conn: &mut DbConn, account: AccountId, id: SessionId) -> AppResult<bool> {
    let one = sessions::table
        .find(id.to_string())
        .filter(sessions::account_id.eq(account.to_string()));
    Ok(diesel::delete(one).execute(conn)? == 1)
}

/// Ends all sessions of an account but one.
pub(super) fn delete_others(conn: &mut DbConn, account: AccountId, token_hash: &str) -> AppResult<usize> {
    let others = sessions::table
        .filter(sessions::account_id.eq(account.to_string()))
        .filter(sessions::token_hash.ne(token_hash));
    Ok(diesel::delete(others).execute(conn)?)
}

/// Whether a session has not been ended.
pub(super) fn exists(conn: &mut DbConn, token_hash: &str) -> AppResult<bool> {
    let one = sessions::table.filter(sessions::token_hash.eq(token_hash));
    Ok(diesel::select(diesel::dsl::exists(one)).get_result(conn)?)
}

/// Notes a proof.
pub(super) fn set_proved(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> AppResult<()> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(token_hash)))
        .set(sessions::proved_at.eq(naive(now)))
        .execute(conn)?;
    Ok(())
}

/// How a session was opened.
pub(super) fn find_method(conn: &mut DbConn, token_hash: &str) -> AppResult<Option<Method>> {
    let found: Option<String> = sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .select(sessions::method)
        .first(conn)
        .optional()?;
    found.map(|text| parse_enum(&text)).transpose()
}

/// Moves what hangs on a session to another one, and ends the first; `false` when it had ended.
pub(super) fn replace(conn: &mut DbConn, old: &str, new: &str) -> AppResult<bool> {
    diesel::update(oidc_sessions::table.find(old))
        .set(oidc_sessions::token_hash.eq(new))
        .execute(conn)?;
    delete(conn, old)
}

/// Forgets sessions that ended before `moment`.
pub(super) fn delete_ended(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    Ok(diesel::delete(sessions::table.filter(sessions::ends_at.lt(naive(moment)))).execute(conn)?)
}
