//! Special days in the database.

use super::domain::SpecialDay;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{calendar_changes, calendar_days};
use crate::db::types::{enum_text, moment, naive, parse_enum, unsigned};
use crate::error::{AppError, AppResult};
use anyhow::anyhow;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::catalogue::calendar::{DayAct, DayChange, KeptDay};
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;
use std::collections::HashSet;
use uuid::Uuid;

/// Special days from a day on, in order.
pub fn list(conn: &mut DbConn, since: NaiveDate) -> AppResult<Vec<SpecialDay>> {
    let rows: Vec<(NaiveDate, String, bool)> = calendar_days::table
        .filter(calendar_days::day.ge(since))
        .order(calendar_days::day)
        .select((calendar_days::day, calendar_days::name, calendar_days::is_worked))
        .load(conn)?;
    let special = |(day, name, is_worked)| SpecialDay { day, name, is_worked };
    Ok(rows.into_iter().map(special).collect())
}

/// Writes a day over what was known of it.
pub fn upsert(conn: &mut DbConn, special: &SpecialDay) -> AppResult<()> {
    let row = (
        calendar_days::day.eq(special.day),
        calendar_days::name.eq(&special.name),
        calendar_days::is_worked.eq(special.is_worked),
    );
    both!(conn, inner => diesel::insert_into(calendar_days::table)
        .values(row)
        .on_conflict(calendar_days::day)
        .do_update()
        .set((
            calendar_days::name.eq(&special.name),
            calendar_days::is_worked.eq(special.is_worked),
            calendar_days::version.eq(calendar_days::version + 1),
        ))
        .execute(inner))?;
    Ok(())
}

/// Writes a day of which nothing is known.
pub fn insert_new(conn: &mut DbConn, special: &SpecialDay) -> AppResult<()> {
    let row = (
        calendar_days::day.eq(special.day),
        calendar_days::name.eq(&special.name),
        calendar_days::is_worked.eq(special.is_worked),
    );
    both!(conn, inner => diesel::insert_into(calendar_days::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// The first and the last day of a year.
fn bounds(year: i32) -> AppResult<(NaiveDate, NaiveDate)> {
    let day = |month, day| {
        NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| AppError::internal(anyhow!("year {year}")))
    };
    Ok((day(1, 1)?, day(12, 31)?))
}

fn kept((day, name, is_worked, version): (NaiveDate, String, bool, i32)) -> AppResult<KeptDay> {
    Ok(KeptDay {
        day,
        name,
        is_worked,
        version: unsigned(version)?,
    })
}

/// The special days of a year, in order.
pub fn list_year(conn: &mut DbConn, year: i32) -> AppResult<Vec<KeptDay>> {
    let (first, last) = bounds(year)?;
    let rows: Vec<(NaiveDate, String, bool, i32)> = calendar_days::table
        .filter(calendar_days::day.between(first, last))
        .order(calendar_days::day)
        .select((
            calendar_days::day,
            calendar_days::name,
            calendar_days::is_worked,
            calendar_days::version,
        ))
        .load(conn)?;
    rows.into_iter().map(kept).collect()
}

/// One special day.
pub fn find(conn: &mut DbConn, day: NaiveDate) -> AppResult<Option<KeptDay>> {
    let row: Option<(NaiveDate, String, bool, i32)> = calendar_days::table
        .find(day)
        .select((
            calendar_days::day,
            calendar_days::name,
            calendar_days::is_worked,
            calendar_days::version,
        ))
        .first(conn)
        .optional()?;
    row.map(kept).transpose()
}

/// Takes a day out.
pub fn remove(conn: &mut DbConn, day: NaiveDate) -> AppResult<()> {
    diesel::delete(calendar_days::table.find(day)).execute(conn)?;
    Ok(())
}

/// A change on its way into the database.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The day as it is from now on, or as it was before it was taken out.
    pub special: &'a SpecialDay,
    /// What was done.
    pub act: DayAct,
    /// Why.
    pub reason: &'a str,
    /// The administrator.
    pub author: (AccountId, &'a str),
    /// When.
    pub now: Timestamp,
}

/// Keeps a change.
pub fn insert_change(conn: &mut DbConn, change: &Change<'_>) -> AppResult<()> {
    diesel::insert_into(calendar_changes::table)
        .values((
            calendar_changes::id.eq(Uuid::now_v7().to_string()),
            calendar_changes::day.eq(change.special.day),
            calendar_changes::act.eq(enum_text(&change.act)?),
            calendar_changes::name.eq(&change.special.name),
            calendar_changes::is_worked.eq(change.special.is_worked),
            calendar_changes::reason.eq(change.reason),
            calendar_changes::author_id.eq(change.author.0.to_string()),
            calendar_changes::author_name.eq(change.author.1),
            calendar_changes::happened_at.eq(naive(change.now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was changed of the days of a year, the newest first.
pub fn list_changes(conn: &mut DbConn, year: i32) -> AppResult<Vec<DayChange>> {
    type Row = (NaiveDate, String, String, bool, String, String, NaiveDateTime);
    let (first, last) = bounds(year)?;
    let rows: Vec<Row> = calendar_changes::table
        .filter(calendar_changes::day.between(first, last))
        .order(calendar_changes::id.desc())
        .select((
            calendar_changes::day,
            calendar_changes::act,
            calendar_changes::name,
            calendar_changes::is_worked,
            calendar_changes::reason,
            calendar_changes::author_name,
            calendar_changes::happened_at,
        ))
        .load(conn)?;
    let change = |(day, act, name, is_worked, reason, author, at): Row| {
        Ok(DayChange {
            day,
            act: parse_enum(&act)?,
            name,
            is_worked,
            reason,
            author,
            at: moment(at),
        })
    };
    rows.into_iter().map(change).collect()
}

/// Days that an administrator ever changed.
pub fn list_touched(conn: &mut DbConn) -> AppResult<HashSet<NaiveDate>> {
    let days: Vec<NaiveDate> = calendar_changes::table
        .select(calendar_changes::day)
        .distinct()
        .load(conn)?;
    Ok(days.into_iter().collect())
}
