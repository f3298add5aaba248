//! What was sent to phones.

use super::domain::Signing;
use crate::db::DbConn;
use crate::db::schema::sim_signings;
use crate::db::types::{enum_text, moment, naive, parse_enum, unsigned};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::time::Timestamp;

/// What a new signing is made of.
pub(super) struct NewSigning {
    pub wait_key: String,
    pub browser_key: String,
    pub purpose: TokenPurpose,
    pub phone: String,
    pub statement: String,
    pub now: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sim_signings)]
struct Row {
    browser_key: String,
    purpose: String,
    statement: String,
    service_id: Option<String>,
    asked_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
}

/// Writes a signing that begins.
pub(super) fn insert(conn: &mut DbConn, new: &NewSigning) -> AppResult<()> {
    diesel::insert_into(sim_signings::table)
        .values((
            sim_signings::wait_key.eq(&new.wait_key),
            sim_signings::browser_key.eq(&new.browser_key),
            sim_signings::purpose.eq(enum_text(&new.purpose)?),
            sim_signings::phone.eq(&new.phone),
            sim_signings::statement.eq(&new.statement),
            sim_signings::asked_at.eq(naive(new.now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many were sent to a phone since `moment`.
pub(super) fn count_since(conn: &mut DbConn, phone: &str, moment: Timestamp) -> AppResult<usize> {
    let count: i64 = sim_signings::table
        .filter(sim_signings::phone.eq(phone))
        .filter(sim_signings::asked_at.ge(naive(moment)))
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// How the service calls it.
pub(super) fn set_service_id(conn: &mut DbConn, wait_key: &str, service_id: &str) -> AppResult<()> {
    diesel::update(sim_signings::table.find(wait_key))
        .set(sim_signings::service_id.eq(service_id))
        .execute(conn)?;
    Ok(())
}

/// A signing.
pub(super) fn find(conn: &mut DbConn, wait_key: &str) -> AppResult<Option<Signing>> {
    let row: Option<Row> = sim_signings::table
        .find(wait_key)
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| {
        Ok(Signing {
            browser_key: row.browser_key,
            purpose: parse_enum(&row.purpose)?,
            statement: row.statement,
            service_id: row.service_id,
            asked_at: moment(row.asked_at),
            ended_at: row.ended_at.map(moment),
        })
    })
    .transpose()
}

/// Notes that the service is asked now; `false` when it was asked after `before`.
pub(super) fn note_look(
    conn: &mut DbConn,
    wait_key: &str,
    now: Timestamp,
    before: Timestamp,
) -> AppResult<bool> {
    let due = sim_signings::table.find(wait_key).filter(
        sim_signings::looked_at
            .is_null()
            .or(sim_signings::looked_at.le(naive(before))),
    );
    let noted = diesel::update(due)
        .set(sim_signings::looked_at.eq(naive(now)))
        .execute(conn)?;
    Ok(noted == 1)
}

/// It is over; `false` when it was before.
pub(super) fn end(conn: &mut DbConn, wait_key: &str, now: Timestamp) -> AppResult<bool> {
    let running = sim_signings::table
        .find(wait_key)
        .filter(sim_signings::ended_at.is_null());
    let ended = diesel::update(running)
        .set(sim_signings::ended_at.eq(naive(now)))
        .execute(conn)?;
    Ok(ended == 1)
}

/// Forgets signings sent before `moment`.
pub(super) fn delete_asked_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = sim_signings::table.filter(sim_signings::asked_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
