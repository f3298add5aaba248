//! Recoveries.

use super::super::registration::domain::State;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::recoveries;
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::time::Timestamp;

/// A recovery as kept.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub state: State,
    pub challenge_id: Option<ChallengeId>,
    pub code_digest: Option<String>,
    pub account_id: Option<AccountId>,
    pub created_at: Timestamp,
    pub done_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = recoveries)]
struct Row {
    state: String,
    challenge_id: Option<String>,
    code_digest: Option<String>,
    account_id: Option<String>,
    created_at: NaiveDateTime,
    done_at: Option<NaiveDateTime>,
}

/// A recovery, locked until the transaction ends.
pub(super) fn lock(conn: &mut DbConn, id: &str) -> AppResult<Option<Record>> {
    diesel::update(recoveries::table.find(id))
        .set(recoveries::state.eq(recoveries::state))
        .execute(conn)?;
    find(conn, id)
}

/// A recovery.
pub(super) fn find(conn: &mut DbConn, id: &str) -> AppResult<Option<Record>> {
    let row: Option<Row> = recoveries::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| {
        Ok(Record {
            state: parse_enum(&row.state)?,
            challenge_id: row
                .challenge_id
                .map(|id| parse_id(&id, ChallengeId::parse))
                .transpose()?,
            code_digest: row.code_digest,
            account_id: row
                .account_id
                .map(|id| parse_id(&id, AccountId::parse))
                .transpose()?,
            created_at: moment(row.created_at),
            done_at: row.done_at.map(moment),
        })
    })
    .transpose()
}

/// Writes a new recovery; `false` when the same request made it before.
pub(super) fn insert(
    conn: &mut DbConn,
    id: &str,
    login_key: &str,
    account: Option<AccountId>,
    now: Timestamp,
) -> AppResult<bool> {
    let row = (
        recoveries::id.eq(id),
        recoveries::login_key.eq(login_key),
        recoveries::state.eq(enum_text(&State::Code)?),
        recoveries::account_id.eq(account.map(|id| id.to_string())),
        recoveries::created_at.eq(naive(now)),
    );
    let added = both!(conn, inner => diesel::insert_into(recoveries::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// When the `nth` newest recovery of a name (1 is the newest) was begun; `None` when fewer were.
pub(super) fn nth_newest(conn: &mut DbConn, login_key: &str, nth: u32) -> AppResult<Option<Timestamp>> {
    let found: Option<NaiveDateTime> = recoveries::table
        .filter(recoveries::login_key.eq(login_key))
        .order(recoveries::created_at.desc())
        .offset(i64::from(nth.saturating_sub(1)))
        .select(recoveries::created_at)
        .first(conn)
        .optional()?;
    Ok(found.map(moment))
}

/// The flow of its code.
pub(super) fn set_challenge(conn: &mut DbConn, id: &str, challenge: ChallengeId) -> AppResult<()> {
    diesel::update(recoveries::table.find(id))
        .set(recoveries::challenge_id.eq(challenge.to_string()))
        .execute(conn)?;
    Ok(())
}

/// The code was right.
pub(super) fn set_confirmed(conn: &mut DbConn, id: &str, code_digest: &str) -> AppResult<()> {
    diesel::update(recoveries::table.find(id))
        .set((
            recoveries::state.eq(enum_text(&State::Password)?),
            recoveries::code_digest.eq(code_digest),
        ))
        .execute(conn)?;
    Ok(())
}

/// There is a new password.
pub(super) fn set_done(conn: &mut DbConn, id: &str, now: Timestamp) -> AppResult<()> {
    diesel::update(recoveries::table.find(id))
        .set((
            recoveries::state.eq(enum_text(&State::Done)?),
            recoveries::challenge_id.eq(None::<String>),
            recoveries::code_digest.eq(None::<String>),
            recoveries::done_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ends every recovery of an account that has come to nothing yet.
pub(super) fn end_all(conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    let done = enum_text(&State::Done)?;
    diesel::update(recoveries::table)
        .filter(recoveries::account_id.eq(account.to_string()))
        .filter(recoveries::state.ne(&done))
        .set((
            recoveries::state.eq(&done),
            recoveries::challenge_id.eq(None::<String>),
            recoveries::code_digest.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets recoveries begun before `moment`.
pub(super) fn delete_begun_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = recoveries::table.filter(recoveries::created_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
