//! Accounts, sign-ins and sessions in the database.

use super::domain::{Account, Credentials, PendingSignIn};
use crate::db::DbConn;
use crate::db::schema::{accounts, sessions, sign_in_challenges};
use crate::db::types::{moment, naive, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, ChallengeId, UnitId};
use motcua_shared::time::Timestamp;

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct AccountRow {
    id: String,
    kind: String,
    name: String,
    identifier: String,
    phone: String,
    email: Option<String>,
    address: Option<String>,
    assurance_level: i32,
    unit_id: Option<String>,
}

impl AccountRow {
    fn into_account(self) -> AppResult<Account> {
        Ok(Account {
            id: parse_id(&self.id, AccountId::parse)?,
            kind: parse_enum(&self.kind)?,
            name: self.name,
            identifier: self.identifier,
            phone: self.phone,
            email: self.email,
            address: self.address,
            assurance_level: unsigned(self.assurance_level)?,
            unit_id: self.unit_id.map(|id| parse_id(&id, UnitId::parse)).transpose()?,
        })
    }
}

/// The account of a login name, with what it takes to sign in.
pub fn find_credentials(conn: &mut DbConn, login: &str) -> AppResult<Option<Credentials>> {
    let found: Option<(AccountRow, String, String)> = accounts::table
        .filter(accounts::login.eq(login))
        .select((AccountRow::as_select(), accounts::password_hash, accounts::status))
        .first(conn)
        .optional()?;
    found
        .map(|(row, password_hash, status)| {
            Ok(Credentials {
                account: row.into_account()?,
                password_hash,
                is_active: status == "active",
            })
        })
        .transpose()
}

/// An active account.
pub fn find_active(conn: &mut DbConn, id: AccountId) -> AppResult<Option<Account>> {
    accounts::table
        .filter(accounts::id.eq(id.to_string()).and(accounts::status.eq("active")))
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?
        .map(AccountRow::into_account)
        .transpose()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sign_in_challenges)]
struct ChallengeRow {
    id: String,
    account_id: String,
    code_hash: String,
    wrong_codes: i32,
    sends: i32,
    sent_at: NaiveDateTime,
    ends_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
}

/// A sign-in by its id.
pub fn find_pending(conn: &mut DbConn, id: ChallengeId) -> AppResult<Option<PendingSignIn>> {
    let row: Option<ChallengeRow> = sign_in_challenges::table
        .find(id.to_string())
        .select(ChallengeRow::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| {
        Ok(PendingSignIn {
            id: parse_id(&row.id, ChallengeId::parse)?,
            account_id: parse_id(&row.account_id, AccountId::parse)?,
            code_hash: row.code_hash,
            wrong_codes: unsigned(row.wrong_codes)?,
            sends: unsigned(row.sends)?,
            sent_at: moment(row.sent_at),
            ends_at: moment(row.ends_at),
            is_used: row.used_at.is_some(),
        })
    })
    .transpose()
}

/// A sign-in by its id, locked until the transaction ends, so that guesses at the same time are judged one by one. A
/// write that changes nothing locks on both databases.
pub fn lock_pending(conn: &mut DbConn, id: ChallengeId) -> AppResult<Option<PendingSignIn>> {
    diesel::update(sign_in_challenges::table.find(id.to_string()))
        .set(sign_in_challenges::wrong_codes.eq(sign_in_challenges::wrong_codes))
        .execute(conn)?;
    find_pending(conn, id)
}

/// Writes a new sign-in.
pub fn insert_pending(conn: &mut DbConn, pending: &PendingSignIn) -> AppResult<()> {
    diesel::insert_into(sign_in_challenges::table)
        .values((
            sign_in_challenges::id.eq(pending.id.to_string()),
            sign_in_challenges::account_id.eq(pending.account_id.to_string()),
            sign_in_challenges::code_hash.eq(&pending.code_hash),
            sign_in_challenges::wrong_codes.eq(0),
            sign_in_challenges::sends.eq(1),
            sign_in_challenges::sent_at.eq(naive(pending.sent_at)),
            sign_in_challenges::ends_at.eq(naive(pending.ends_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts another code in place; `false` when somebody else was quicker.
pub fn replace_code(
    conn: &mut DbConn,
    seen: &PendingSignIn,
    code_hash: &str,
    now: Timestamp,
    ends_at: Timestamp,
) -> AppResult<bool> {
    let sends = i32::try_from(seen.sends).unwrap_or(i32::MAX);
    let changed = diesel::update(sign_in_challenges::table.find(seen.id.to_string()))
        .filter(sign_in_challenges::sends.eq(sends))
        .set((
            sign_in_challenges::code_hash.eq(code_hash),
            sign_in_challenges::sends.eq(sends.saturating_add(1)),
            sign_in_challenges::sent_at.eq(naive(now)),
            sign_in_challenges::ends_at.eq(naive(ends_at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Wrong codes that were tried on this account in sign-ins begun since `moment`.
pub fn count_recent_wrong_codes(conn: &mut DbConn, account: AccountId, moment: Timestamp) -> AppResult<u32> {
    let sum: Option<i64> = sign_in_challenges::table
        .filter(sign_in_challenges::account_id.eq(account.to_string()))
        .filter(sign_in_challenges::sent_at.ge(naive(moment)))
        .select(diesel::dsl::sum(sign_in_challenges::wrong_codes))
        .first(conn)?;
    unsigned(sum.unwrap_or(0))
}

/// Counts a wrong code.
pub fn count_wrong_code(conn: &mut DbConn, id: ChallengeId) -> AppResult<()> {
    diesel::update(sign_in_challenges::table.find(id.to_string()))
        .set(sign_in_challenges::wrong_codes.eq(sign_in_challenges::wrong_codes + 1))
        .execute(conn)?;
    Ok(())
}

/// Uses the sign-in up; `false` when it was used before.
pub fn use_up(conn: &mut DbConn, id: ChallengeId, now: Timestamp) -> AppResult<bool> {
    let changed = diesel::update(sign_in_challenges::table.find(id.to_string()))
        .filter(sign_in_challenges::used_at.is_null())
        .set(sign_in_challenges::used_at.eq(naive(now)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// A session and the account that acts in it.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// The account.
    pub account: Account,
    /// Last request that was noted.
    pub seen_at: Timestamp,
    /// End in any case.
    pub ends_at: Timestamp,
}

/// Writes a new session.
pub fn insert_session(
    conn: &mut DbConn,
    token_hash: &str,
    account_id: AccountId,
    now: Timestamp,
    ends_at: Timestamp,
) -> AppResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token_hash),
            sessions::account_id.eq(account_id.to_string()),
            sessions::created_at.eq(naive(now)),
            sessions::seen_at.eq(naive(now)),
            sessions::ends_at.eq(naive(ends_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The session of a token, if its account may still act.
pub fn find_session(conn: &mut DbConn, token_hash: &str) -> AppResult<Option<SessionRecord>> {
    let found: Option<(AccountRow, NaiveDateTime, NaiveDateTime)> = sessions::table
        .inner_join(accounts::table)
        .filter(
            sessions::token_hash
                .eq(token_hash)
                .and(accounts::status.eq("active")),
        )
        .select((AccountRow::as_select(), sessions::seen_at, sessions::ends_at))
        .first(conn)
        .optional()?;
    found
        .map(|(row, seen_at, ends_at)| {
            Ok(SessionRecord {
                account: row.into_account()?,
                seen_at: moment(seen_at),
                ends_at: moment(ends_at),
            })
        })
        .transpose()
}

/// Notes a request.
pub fn touch_session(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> AppResult<()> {
    diesel::update(sessions::table.find(token_hash))
        .set(sessions::seen_at.eq(naive(now)))
        .execute(conn)?;
    Ok(())
}

/// Ends a session.
pub fn delete_session(conn: &mut DbConn, token_hash: &str) -> AppResult<()> {
    diesel::delete(sessions::table.find(token_hash)).execute(conn)?;
    Ok(())
}

/// Forgets sign-ins and sessions that ended before `moment`.
pub fn delete_ended(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let sessions =
        diesel::delete(sessions::table.filter(sessions::ends_at.lt(naive(moment)))).execute(conn)?;
    let sign_ins =
        diesel::delete(sign_in_challenges::table.filter(sign_in_challenges::ends_at.lt(naive(moment))))
            .execute(conn)?;
    Ok(sessions + sign_ins)
}
