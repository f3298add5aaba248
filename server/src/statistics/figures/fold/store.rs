//! Marks, facts and sums in the database.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{
    figure_facts, figure_feedbacks, figure_marks, figure_totals, figure_units, unit_successors, units,
};
use crate::db::types::{enum_text, json, parse_enum};
use crate::error::{AppError, AppResult};
use crate::statistics::figures::domain::{Facts, FeedbackFacts, Key, Own, Scope, Sums};
use crate::statistics::figures::tree::{Node, Path};
use anyhow::anyhow;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::{HashMap, HashSet};

/// What is marked.
#[derive(Debug, Default)]
pub struct Marks {
    /// The marks.
    pub ids: Vec<String>,
    /// Dossiers that they are of, once each.
    pub dossiers: Vec<String>,
    /// Feedbacks that they are of.
    pub feedbacks: Vec<String>,
}

impl Marks {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// Some of what is marked, in no order.
pub fn list_marks(conn: &mut DbConn, limit: i64) -> AppResult<Marks> {
    let rows: Vec<(String, String, String)> = figure_marks::table
        .order(figure_marks::id)
        .limit(limit)
        .load(conn)?;
    let mut marks = Marks::default();
    let mut seen = HashSet::new();
    for (id, kind, subject) in rows {
        marks.ids.push(id);
        if seen.insert(subject.clone()) {
            match kind.as_str() {
                "dossier" => marks.dossiers.push(subject),
                _ => marks.feedbacks.push(subject),
            }
        }
    }
    Ok(marks)
}

/// Takes marks away.
pub fn forget_marks(conn: &mut DbConn, ids: &[String]) -> AppResult<()> {
    diesel::delete(figure_marks::table.filter(figure_marks::id.eq_any(ids))).execute(conn)?;
    Ok(())
}

/// Takes all marks of dossiers away.
pub fn forget_dossier_marks(conn: &mut DbConn) -> AppResult<()> {
    diesel::delete(figure_marks::table.filter(figure_marks::kind.eq("dossier"))).execute(conn)?;
    Ok(())
}

/// All units, as the tree needs them.
pub fn list_nodes(conn: &mut DbConn) -> AppResult<Vec<Node>> {
    let rows: Vec<(String, Option<String>, Option<NaiveDate>)> = units::table
        .order(units::id)
        .select((units::id, units::parent_id, units::valid_to))
        .load(conn)?;
    let mut successors: HashMap<String, Vec<String>> = HashMap::new();
    let pairs: Vec<(String, String)> = unit_successors::table
        .select((unit_successors::unit_id, unit_successors::successor_id))
        .load(conn)?;
    for (unit, successor) in pairs {
        successors.entry(unit).or_default().push(successor);
    }
    let node = |(id, parent, valid_to): (String, Option<String>, Option<NaiveDate>)| Node {
        successors: successors.remove(&id).unwrap_or_default(),
        id,
        parent,
        valid_to,
    };
    Ok(rows.into_iter().map(node).collect())
}

/// Under which levels units are counted.
pub fn list_paths(conn: &mut DbConn) -> AppResult<HashMap<String, Path>> {
    let rows: Vec<(String, String)> = figure_units::table.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(unit, path)| (unit, Path::parse(&path)))
        .collect())
}

/// Keeps under which levels a unit is counted.
pub fn put_path(conn: &mut DbConn, unit: &str, path: &Path) -> AppResult<()> {
    let path = path.text();
    both!(conn, inner => diesel::insert_into(figure_units::table)
        .values((figure_units::unit_id.eq(unit), figure_units::path.eq(&path)))
        .on_conflict(figure_units::unit_id)
        .do_update()
        .set(figure_units::path.eq(&path))
        .execute(inner))?;
    Ok(())
}

/// Sums of a unit alone.
pub fn list_own(conn: &mut DbConn, unit: &str) -> AppResult<Vec<Own>> {
    let rows: Vec<(String, String, i32, i32, i64)> = figure_totals::table
        .filter(figure_totals::level_id.eq(unit))
        .filter(figure_totals::scope.eq(Scope::Own.as_str()))
        .filter(figure_totals::count.ne(0))
        .select((
            figure_totals::procedure_code,
            figure_totals::figure,
            figure_totals::month,
            figure_totals::step,
            figure_totals::count,
        ))
        .load(conn)?;
    let own = |(procedure, figure, month, step, count)| Own {
        procedure,
        figure,
        month,
        step,
        count,
    };
    Ok(rows.into_iter().map(own).collect())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = figure_facts)]
struct FactsRow {
    dossier_id: String,
    unit_id: String,
    procedure_code: String,
    status: String,
    is_over: bool,
    filed_on: NaiveDate,
    received_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    vault_parts: i32,
    device_parts: i32,
    scanned_parts: i32,
    digitised_parts: i32,
    results: i32,
    is_personal: bool,
    waiting_days: Option<i32>,
    processing_days: Option<i32>,
}

/// What was counted of these dossiers.
pub fn list_facts(conn: &mut DbConn, ids: &[String]) -> AppResult<Vec<Facts>> {
    let rows: Vec<FactsRow> = figure_facts::table
        .filter(figure_facts::dossier_id.eq_any(ids))
        .select(FactsRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(Facts {
                dossier: row.dossier_id,
                unit: row.unit_id,
                procedure: row.procedure_code,
                status: parse_enum(&row.status)?,
                filed_on: row.filed_on,
                received_on: row.received_on,
                ended_on: row.ended_on,
                due_on: row.due_on,
                vault_parts: row.vault_parts,
                device_parts: row.device_parts,
                scanned_parts: row.scanned_parts,
                digitised_parts: row.digitised_parts,
                results: row.results,
                is_personal: row.is_personal,
                waiting_days: row.waiting_days,
                processing_days: row.processing_days,
            })
        })
        .collect()
}

/// Keeps what was counted, in the place of what was counted before.
pub fn put_facts(conn: &mut DbConn, facts: &[&Facts]) -> AppResult<()> {
    if facts.is_empty() {
        return Ok(());
    }
    let ids: Vec<&str> = facts.iter().map(|one| one.dossier.as_str()).collect();
    diesel::delete(figure_facts::table.filter(figure_facts::dossier_id.eq_any(ids))).execute(conn)?;
    let rows: Vec<FactsRow> = facts
        .iter()
        .map(|one| {
            Ok(FactsRow {
                dossier_id: one.dossier.clone(),
                unit_id: one.unit.clone(),
                procedure_code: one.procedure.clone(),
                status: enum_text(&one.status)?,
                is_over: one.ended_on.is_some(),
                filed_on: one.filed_on,
                received_on: one.received_on,
                ended_on: one.ended_on,
                due_on: one.due_on,
                vault_parts: one.vault_parts,
                device_parts: one.device_parts,
                scanned_parts: one.scanned_parts,
                digitised_parts: one.digitised_parts,
                results: one.results,
                is_personal: one.is_personal,
                waiting_days: one.waiting_days,
                processing_days: one.processing_days,
            })
        })
        .collect::<AppResult<_>>()?;
    both!(conn, inner => diesel::insert_into(figure_facts::table).values(&rows).execute(inner))?;
    Ok(())
}

/// Which of these feedbacks were counted.
pub fn list_known_feedback(conn: &mut DbConn, ids: &[String]) -> AppResult<HashSet<String>> {
    let rows: Vec<String> = figure_feedbacks::table
        .filter(figure_feedbacks::feedback_id.eq_any(ids))
        .select(figure_feedbacks::feedback_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Keeps that these feedbacks were counted.
pub fn insert_feedback(conn: &mut DbConn, all: &[FeedbackFacts]) -> AppResult<()> {
    for one in all {
        diesel::insert_into(figure_feedbacks::table)
            .values((
                figure_feedbacks::feedback_id.eq(&one.feedback),
                figure_feedbacks::unit_id.eq(&one.unit),
                figure_feedbacks::reason.eq(enum_text(&one.reason)?),
                figure_feedbacks::sent_on.eq(one.sent_on),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Rows that are written in one statement.
const AT_A_TIME: usize = 2_000;

/// A batch of rows travels as one value: no statement of diesel adds to rows that may be there on both databases.
const ADD_SQLITE: &str = "insert into figure_totals (level_id, scope, procedure_code, figure, month, step, count) \
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 \
    from json_each(?) where true \
    on conflict (level_id, scope, procedure_code, figure, month, step) do update set count = figure_totals.count + excluded.count";
const ADD_POSTGRES: &str = "insert into figure_totals (level_id, scope, procedure_code, figure, month, step, count) \
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, (value ->> 4)::integer, (value ->> 5)::integer, (value ->> 6)::bigint \
    from json_array_elements($1::json) \
    on conflict (level_id, scope, procedure_code, figure, month, step) do update set count = figure_totals.count + excluded.count";

/// Adds to sums.
pub fn add(conn: &mut DbConn, sums: &Sums) -> AppResult<()> {
    let mut rows: Vec<(&Key, i64)> = sums
        .iter()
        .filter(|(_, count)| **count != 0)
        .map(|(key, count)| (key, *count))
        .collect();
    // In the order of the rows as they lie.
    rows.sort();
    for some in rows.chunks(AT_A_TIME) {
        let values: Vec<_> = some
            .iter()
            .map(|(key, count)| {
                let scope = key.scope.as_str();
                (
                    &key.level,
                    scope,
                    &key.procedure,
                    &key.figure,
                    key.month,
                    key.step,
                    count,
                )
            })
            .collect();
        let values = json(&values)?;
        match conn {
            DbConn::Sqlite(inner) => diesel::sql_query(ADD_SQLITE)
                .bind::<Text, _>(values)
                .execute(inner)?,
            DbConn::Postgres(inner) => diesel::sql_query(ADD_POSTGRES)
                .bind::<Text, _>(values)
                .execute(inner)?,
        };
    }
    Ok(())
}

/// Forgets sums of nothing.
pub fn forget_empty(conn: &mut DbConn) -> AppResult<()> {
    let empty = figure_totals::count.eq(diesel::dsl::sql::<diesel::sql_types::BigInt>("0"));
    diesel::delete(figure_totals::table.filter(empty)).execute(conn)?;
    Ok(())
}

/// All sums, to be compared.
pub fn list_all(conn: &mut DbConn) -> AppResult<Sums> {
    type Row = (String, String, String, String, i32, i32, i64);
    let rows: Vec<Row> = figure_totals::table.load(conn)?;
    rows.into_iter()
        .map(|(level, scope, procedure, figure, month, step, count)| {
            let scope = match scope.as_str() {
                "own" => Scope::Own,
                "tree" => Scope::Tree,
                other => return Err(AppError::internal(anyhow!("no such scope: {other}"))),
            };
            let key = Key {
                level,
                scope,
                procedure,
                figure,
                month,
                step,
            };
            Ok((key, count))
        })
        .collect()
}
