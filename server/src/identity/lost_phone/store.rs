//! People who lost their phone, on the way to another one.

use crate::db::DbConn;
use crate::db::schema::lost_phones;
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// Waits for the new number.
    Phone,
    /// Waits for its code.
    Code,
    /// Over.
    Done,
}

/// As kept.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub account_id: AccountId,
    pub state: State,
    pub recovery_code: Option<String>,
    pub challenge_id: Option<ChallengeId>,
    pub begun_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = lost_phones)]
struct Row {
    account_id: String,
    state: String,
    recovery_code: Option<String>,
    challenge_id: Option<String>,
    begun_at: NaiveDateTime,
}

/// Writes a new one.
pub(super) fn insert(conn: &mut DbConn, id: &str, account: AccountId, now: Timestamp) -> AppResult<()> {
    diesel::insert_into(lost_phones::table)
        .values((
            lost_phones::id.eq(id),
            lost_phones::account_id.eq(account.to_string()),
            lost_phones::state.eq(enum_text(&State::Phone)?),
            lost_phones::begun_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whose one is.
pub(super) fn find_account(conn: &mut DbConn, id: &str) -> AppResult<Option<AccountId>> {
    let found: Option<String> = lost_phones::table
        .find(id)
        .select(lost_phones::account_id)
        .first(conn)
        .optional()?;
    found.map(|id| parse_id(&id, AccountId::parse)).transpose()
}

/// Ends all of an account.
pub(super) fn delete_all(conn: &mut DbConn, account: AccountId) -> AppResult<()> {
    let all = lost_phones::table.filter(lost_phones::account_id.eq(account.to_string()));
    diesel::delete(all).execute(conn)?;
    Ok(())
}

/// One, locked until the transaction ends.
pub(super) fn lock(conn: &mut DbConn, id: &str) -> AppResult<Option<Record>> {
    diesel::update(lost_phones::table.find(id))
        .set(lost_phones::state.eq(lost_phones::state))
        .execute(conn)?;
    let row: Option<Row> = lost_phones::table
        .find(id)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| {
        Ok(Record {
            account_id: parse_id(&row.account_id, AccountId::parse)?,
            state: parse_enum(&row.state)?,
            recovery_code: row.recovery_code,
            challenge_id: row
                .challenge_id
                .map(|id| parse_id(&id, ChallengeId::parse))
                .transpose()?,
            begun_at: moment(row.begun_at),
        })
    })
    .transpose()
}

/// The new number, by which proof, and the flow of its code.
pub(super) fn set_number(
    conn: &mut DbConn,
    id: &str,
    phone: &str,
    recovery_code: Option<&str>,
    challenge: ChallengeId,
) -> AppResult<()> {
    diesel::update(lost_phones::table.find(id))
        .set((
            lost_phones::state.eq(enum_text(&State::Code)?),
            lost_phones::phone.eq(phone),
            lost_phones::recovery_code.eq(recovery_code),
            lost_phones::challenge_id.eq(challenge.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// It is over.
pub(super) fn set_done(conn: &mut DbConn, id: &str) -> AppResult<()> {
    diesel::update(lost_phones::table.find(id))
        .set((
            lost_phones::state.eq(enum_text(&State::Done)?),
            lost_phones::phone.eq(None::<String>),
            lost_phones::recovery_code.eq(None::<String>),
            lost_phones::challenge_id.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets what was begun before `moment`.
pub(super) fn delete_begun_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = lost_phones::table.filter(lost_phones::begun_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
