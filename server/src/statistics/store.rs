//! Figures in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_durations, dossier_events, dossiers, procedures};
use crate::db::types::{enum_text, moment, naive, unsigned};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::UnitId;
use motcua_shared::time::Timestamp;

/// A dossier that ended with its result.
#[derive(Debug, Clone)]
pub struct Ended {
    /// Which.
    pub dossier: String,
    /// Code of its procedure.
    pub procedure: String,
    /// Its unit.
    pub unit: String,
    /// When it was received.
    pub received_at: Timestamp,
    /// When its result was given back.
    pub returned_at: Timestamp,
}

/// How many dossiers whose time runs were filed before a moment and are due on a day or later.
pub fn count_due_over(conn: &mut DbConn, day: NaiveDate, filed_before: Timestamp) -> AppResult<u64> {
    let running = DossierStatus::IN_USE
        .into_iter()
        .filter(|status| status.is_due())
        .map(|status| enum_text(&status))
        .collect::<AppResult<Vec<_>>>()?;
    // One state at a time: each is a range of the index.
    let mut all = 0_u64;
    for status in running {
        let count: i64 = dossiers::table
            .filter(
                dossiers::status
                    .eq(status)
                    .and(dossiers::due_on.ge(day))
                    .and(dossiers::submitted_at.lt(naive(filed_before))),
            )
            .count()
            .get_result(conn)?;
        all = all.saturating_add(unsigned(count)?);
    }
    Ok(all)
}

/// Dossiers whose result was given back since a moment and whose duration is not kept yet, the oldest end first.
pub fn list_ended(conn: &mut DbConn, since: Timestamp, limit: i64) -> AppResult<Vec<Ended>> {
    type Row = (String, String, String, NaiveDateTime);
    let is_kept =
        dossier_durations::table.filter(dossier_durations::dossier_id.eq(dossier_events::dossier_id));
    let rows: Vec<Row> = dossier_events::table
        .inner_join(dossiers::table.inner_join(procedures::table))
        .filter(dossier_events::status.eq("returned"))
        .filter(dossier_events::happened_at.ge(naive(since)))
        .filter(not(exists(is_kept)))
        .order(dossier_events::happened_at)
        .limit(limit)
        .select((
            dossiers::id,
            procedures::code,
            dossiers::unit_id,
            dossier_events::happened_at,
        ))
        .load(conn)?;
    let ids: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let received: Vec<(String, NaiveDateTime)> = dossier_events::table
        .filter(dossier_events::dossier_id.eq_any(ids))
        .filter(dossier_events::status.eq("received"))
        .order(dossier_events::id)
        .select((dossier_events::dossier_id, dossier_events::happened_at))
        .load(conn)?;
    let ended = |(dossier, procedure, unit, returned_at): Row| {
        // What was never received has no duration, and ends the day it ended.
        let first = received.iter().find(|(id, _)| *id == dossier);
        let received_at = first.map_or(returned_at, |(_, at)| *at);
        Ended {
            dossier,
            procedure,
            unit,
            received_at: moment(received_at),
            returned_at: moment(returned_at),
        }
    };
    Ok(rows.into_iter().map(ended).collect())
}

/// Keeps how many working days a dossier took; the same again changes nothing.
pub fn keep(conn: &mut DbConn, ended: &Ended, days: i32) -> AppResult<()> {
    let row = (
        dossier_durations::dossier_id.eq(&ended.dossier),
        dossier_durations::procedure_code.eq(&ended.procedure),
        dossier_durations::unit_id.eq(&ended.unit),
        dossier_durations::ended_on.eq(ended.returned_at.vietnam_date()),
        dossier_durations::days.eq(days),
    );
    both!(conn, inner => diesel::insert_into(dossier_durations::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// How many dossiers of a procedure that ended since a day took how many working days, from the fewest on.
pub fn count_by_days(
    conn: &mut DbConn,
    procedure: &str,
    unit: Option<UnitId>,
    since: NaiveDate,
) -> AppResult<Vec<(u32, u64)>> {
    let of_procedure = dossier_durations::table
        .filter(dossier_durations::procedure_code.eq(procedure))
        .filter(dossier_durations::ended_on.ge(since));
    let counted = (dossier_durations::days, count_star());
    let rows: Vec<(i32, i64)> = match unit {
        Some(unit) => of_procedure
            .filter(dossier_durations::unit_id.eq(unit.to_string()))
            .group_by(dossier_durations::days)
            .order(dossier_durations::days)
            .select(counted)
            .load(conn)?,
        None => of_procedure
            .group_by(dossier_durations::days)
            .order(dossier_durations::days)
            .select(counted)
            .load(conn)?,
    };
    rows.into_iter()
        .map(|(days, count)| Ok((unsigned(days)?, unsigned(count)?)))
        .collect()
}
