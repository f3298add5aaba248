//! Dossiers and feedback in the database, read for their figures.

use crate::db::DbConn;
use crate::db::schema::{
    dossier_components, dossier_events, dossier_grounds, dossier_receptions, dossier_results, dossiers,
    feedbacks, procedures,
};
use crate::db::types::{enum_text, moment, parse_enum, parse_json};
use crate::error::AppResult;
use crate::statistics::figures::domain::{Facts, FeedbackFacts};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::processing::refusal::RefusalKind;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Of a file that was filed, whether it came from a vault.
#[derive(Deserialize)]
struct Filed {
    attachment: FromWhere,
}

#[derive(Deserialize)]
struct FromWhere {
    #[serde(default)]
    paper_id: Option<String>,
}

/// A page of all dossiers, by id.
pub fn list_dossier_ids(conn: &mut DbConn, after: &str, limit: i64) -> AppResult<Vec<String>> {
    Ok(dossiers::table
        .filter(dossiers::id.gt(after))
        .order(dossiers::id)
        .limit(limit)
        .select(dossiers::id)
        .load(conn)?)
}

/// What is counted of these dossiers, without working days.
pub fn list_dossiers(conn: &mut DbConn, ids: &[String]) -> AppResult<Vec<Facts>> {
    type Row = (String, String, String, String, NaiveDateTime, Option<NaiveDate>);
    let rows: Vec<Row> = dossiers::table
        .inner_join(procedures::table)
        .filter(dossiers::id.eq_any(ids))
        .select((
            dossiers::id,
            dossiers::unit_id,
            procedures::code,
            dossiers::status,
            dossiers::submitted_at,
            dossiers::due_on,
        ))
        .load(conn)?;
    let steps = list_steps(conn, ids)?;
    let parts = count_parts(conn, ids)?;
    let scanned = list_scanned(conn, ids)?;
    let results = count_results(conn, ids)?;
    let personal = list_personal(conn, ids)?;
    rows.into_iter()
        .map(|(dossier, unit, procedure, status, submitted_at, due_on)| {
            let of_dossier = steps.get(&dossier).map(Vec::as_slice).unwrap_or_default();
            let (vault_parts, device_parts) = parts.get(&dossier).copied().unwrap_or_default();
            let (scanned_parts, digitised_parts) = scanned.get(&dossier).copied().unwrap_or_default();
            let filed_on = moment(submitted_at).vietnam_date();
            let last = |status: &str| {
                let mut ended = of_dossier.iter().rev().filter(|(one, _)| one == status);
                ended.next().map(|(_, day)| *day)
            };
            let received = enum_text(&DossierStatus::Received)?;
            let received_on = of_dossier.iter().find(|(one, _)| *one == received);
            let is_over = parse_enum::<DossierStatus>(&status)?.is_over();
            Ok(Facts {
                results: results.get(&dossier).copied().unwrap_or_default(),
                is_personal: personal.contains(&dossier),
                dossier,
                unit,
                procedure,
                filed_on,
                received_on: received_on.map(|(_, day)| *day),
                ended_on: is_over.then(|| last(&status).unwrap_or(filed_on)),
                status: parse_enum(&status)?,
                due_on,
                vault_parts,
                device_parts,
                scanned_parts,
                digitised_parts,
                waiting_days: None,
                processing_days: None,
            })
        })
        .collect()
}

/// On which days these dossiers came into which states, oldest first.
fn list_steps(conn: &mut DbConn, ids: &[String]) -> AppResult<HashMap<String, Vec<(String, NaiveDate)>>> {
    let rows: Vec<(String, String, NaiveDateTime)> = dossier_events::table
        .filter(dossier_events::dossier_id.eq_any(ids))
        .order(dossier_events::id)
        .select((
            dossier_events::dossier_id,
            dossier_events::status,
            dossier_events::happened_at,
        ))
        .load(conn)?;
    let mut steps: HashMap<String, Vec<(String, NaiveDate)>> = HashMap::new();
    for (dossier, status, at) in rows {
        let day = moment(at).vietnam_date();
        steps.entry(dossier).or_default().push((status, day));
    }
    Ok(steps)
}

/// How many components of these dossiers came from a vault, and how many from a device.
fn count_parts(conn: &mut DbConn, ids: &[String]) -> AppResult<HashMap<String, (i32, i32)>> {
    let rows: Vec<(String, String)> = dossier_components::table
        .filter(dossier_components::dossier_id.eq_any(ids))
        .select((dossier_components::dossier_id, dossier_components::attachment))
        .load(conn)?;
    let mut parts: HashMap<String, (i32, i32)> = HashMap::new();
    for (dossier, attachment) in rows {
        let filed: Filed = parse_json(&attachment)?;
        let (vault, device) = parts.entry(dossier).or_default();
        match filed.attachment.paper_id {
            Some(_) => *vault += 1,
            None => *device += 1,
        }
    }
    Ok(parts)
}

/// How many components of these dossiers a desk scanned, and how many of them it kept for their owners.
fn list_scanned(conn: &mut DbConn, ids: &[String]) -> AppResult<HashMap<String, (i32, i32)>> {
    let rows: Vec<(String, i32, i32)> = dossier_receptions::table
        .filter(dossier_receptions::dossier_id.eq_any(ids))
        .select((
            dossier_receptions::dossier_id,
            dossier_receptions::scanned_parts,
            dossier_receptions::digitised_parts,
        ))
        .load(conn)?;
    let scanned = rows.into_iter();
    Ok(scanned
        .map(|(dossier, all, kept)| (dossier, (all, kept)))
        .collect())
}

/// How many signed results these dossiers have.
fn count_results(conn: &mut DbConn, ids: &[String]) -> AppResult<HashMap<String, i32>> {
    let rows: Vec<String> = dossier_results::table
        .filter(dossier_results::dossier_id.eq_any(ids))
        .select(dossier_results::dossier_id)
        .load(conn)?;
    let mut results: HashMap<String, i32> = HashMap::new();
    for dossier in rows {
        *results.entry(dossier).or_default() += 1;
    }
    Ok(results)
}

/// Which of these dossiers an agency filed from a personal account.
fn list_personal(conn: &mut DbConn, ids: &[String]) -> AppResult<HashSet<String>> {
    let rows: Vec<String> = dossier_grounds::table
        .filter(dossier_grounds::dossier_id.eq_any(ids))
        .filter(dossier_grounds::kind.eq(enum_text(&RefusalKind::PersonalAccount)?))
        .select(dossier_grounds::dossier_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

type FeedbackRow = (String, String, String, NaiveDateTime);

fn into_feedback((feedback, unit, reason, sent_at): FeedbackRow) -> AppResult<FeedbackFacts> {
    Ok(FeedbackFacts {
        feedback,
        unit,
        reason: parse_enum(&reason)?,
        sent_on: moment(sent_at).vietnam_date(),
    })
}

macro_rules! feedback {
    () => {
        feedbacks::table.select((
            feedbacks::id,
            feedbacks::unit_id,
            feedbacks::reason,
            feedbacks::sent_at,
        ))
    };
}

/// What is counted of these feedbacks.
pub fn list_feedback(conn: &mut DbConn, ids: &[String]) -> AppResult<Vec<FeedbackFacts>> {
    let rows: Vec<FeedbackRow> = feedback!().filter(feedbacks::id.eq_any(ids)).load(conn)?;
    rows.into_iter().map(into_feedback).collect()
}

/// The same of all of them.
pub fn list_all_feedback(conn: &mut DbConn) -> AppResult<Vec<FeedbackFacts>> {
    let rows: Vec<FeedbackRow> = feedback!().load(conn)?;
    rows.into_iter().map(into_feedback).collect()
}
