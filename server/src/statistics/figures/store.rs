//! Sums, levels and lists in the database, as they are read.

use super::domain::Scope;
use super::tree::Path;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossiers, figure_facts, figure_totals, figure_units, procedures, units};
use crate::db::types::enum_text;
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Text};
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::statistics::figures::{FigureKind, FigureProcedure};
use std::collections::HashMap;

/// A unit with the levels that it is counted under.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The levels.
    pub path: Path,
}

/// Units of this portal, by name.
pub fn list_units(conn: &mut DbConn) -> AppResult<Vec<Unit>> {
    let rows: Vec<(String, String, Option<String>)> = units::table
        .left_join(figure_units::table.on(figure_units::unit_id.eq(units::id)))
        .filter(units::at_portal.eq(true))
        .order((units::search_key, units::id))
        .select((units::id, units::name, figure_units::path.nullable()))
        .load(conn)?;
    let unit = |(id, name, path): (String, String, Option<String>)| Unit {
        // Nothing was counted there yet: that is no reason not to show it.
        path: path.map_or_else(|| Path::alone(&id), |path| Path::parse(&path)),
        id,
        name,
    };
    Ok(rows.into_iter().map(unit).collect())
}

/// A sum of a level.
#[derive(Debug, Clone, Queryable)]
pub struct Sum {
    /// Whose.
    pub level: String,
    /// What is counted.
    pub figure: String,
    /// When.
    pub month: i32,
    /// By what.
    pub step: i32,
    /// How many.
    pub count: i64,
}

/// Sums of levels with all that is under each.
pub fn list_sums(
    conn: &mut DbConn,
    levels: &[String],
    procedure: &str,
    figures: &[String],
    months: &[i32],
) -> AppResult<Vec<Sum>> {
    Ok(figure_totals::table
        .filter(figure_totals::level_id.eq_any(levels))
        .filter(figure_totals::scope.eq(Scope::Tree.as_str()))
        .filter(figure_totals::procedure_code.eq(procedure))
        .filter(figure_totals::figure.eq_any(figures))
        .filter(figure_totals::month.eq_any(months))
        .select((
            figure_totals::level_id,
            figure_totals::figure,
            figure_totals::month,
            figure_totals::step,
            figure_totals::count,
        ))
        .load(conn)?)
}

/// How many of a figure there are at each level in one month at the steps before one, summed up by the database: steps are days, and
/// a province has many of them.
pub fn sum_before(
    conn: &mut DbConn,
    levels: &[String],
    procedure: &str,
    figure: &str,
    (month, step): (i32, i32),
) -> AppResult<HashMap<String, u64>> {
    let rows: Vec<(String, i64)> = figure_totals::table
        .filter(figure_totals::level_id.eq_any(levels))
        .filter(figure_totals::scope.eq(Scope::Tree.as_str()))
        .filter(figure_totals::procedure_code.eq(procedure))
        .filter(figure_totals::figure.eq(figure))
        .filter(figure_totals::month.eq(month))
        .filter(figure_totals::step.lt(step))
        .group_by(figure_totals::level_id)
        .select((
            figure_totals::level_id,
            sql::<BigInt>("cast(sum(figure_totals.count) as bigint)"),
        ))
        .load(conn)?;
    let counted = |(level, count)| (level, u64::try_from(count).unwrap_or_default());
    Ok(rows.into_iter().map(counted).collect())
}

/// Every code once, jumping from one to the next: a level has many rows of each.
const CODES: &str = "with recursive codes(code) as ( \
    select min(procedure_code) from figure_totals where level_id = {} and scope = 'tree' and procedure_code > '' \
    union all select (select min(procedure_code) from figure_totals \
    where level_id = {} and scope = 'tree' and procedure_code > codes.code) from codes where codes.code is not null) \
    select code from codes where code is not null";

#[derive(QueryableByName)]
struct Code {
    #[diesel(sql_type = Text)]
    code: String,
}

/// Procedures of which a level has figures, by name.
pub fn list_procedures(conn: &mut DbConn, level: &str) -> AppResult<Vec<FigureProcedure>> {
    let mark = match conn {
        DbConn::Sqlite(_) => ["?", "?"],
        DbConn::Postgres(_) => ["$1", "$2"],
    };
    let statement = CODES.replacen("{}", mark[0], 1).replacen("{}", mark[1], 1);
    let codes: Vec<Code> = both!(conn, inner => diesel::sql_query(statement)
        .bind::<Text, _>(level)
        .bind::<Text, _>(level)
        .load(inner))?;
    let codes: Vec<String> = codes.into_iter().map(|row| row.code).collect();
    let rows: Vec<(String, String)> = procedures::table
        .filter(procedures::code.eq_any(codes))
        .filter(procedures::is_current.eq(true))
        .order((procedures::search_key, procedures::code))
        .select((procedures::code, procedures::name))
        .load(conn)?;
    let choice = |(code, name)| FigureProcedure { code, name };
    Ok(rows.into_iter().map(choice).collect())
}

/// Which dossiers are listed.
#[derive(Debug, Clone)]
pub struct Listed<'a> {
    /// Of which figure.
    pub kind: FigureKind,
    /// Of which units.
    pub units: &'a [String],
    /// Of which procedure; of all when absent.
    pub procedure: Option<&'a str>,
    /// First day, and the first after the last.
    pub days: (NaiveDate, NaiveDate),
    /// Today.
    pub today: NaiveDate,
    /// Behind which row.
    pub after: Option<(NaiveDate, String)>,
    /// How many, and one more.
    pub limit: u32,
}

/// A dossier of a list.
#[derive(Debug, Clone, Queryable)]
pub struct ListedRow {
    /// Its id.
    pub id: String,
    /// "Mã hồ sơ".
    pub code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Its unit.
    pub unit: String,
    /// Name of the unit.
    pub unit_name: String,
    /// When it was filed.
    pub filed_on: NaiveDate,
    /// When it was received.
    pub received_on: Option<NaiveDate>,
    /// When it ended.
    pub ended_on: Option<NaiveDate>,
    /// When it is or was due.
    pub due_on: Option<NaiveDate>,
    /// Components from vaults.
    pub vault_parts: i32,
    /// Components from devices.
    pub device_parts: i32,
    /// Components that a desk scanned.
    pub scanned_parts: i32,
    /// Of them those kept for their owner.
    pub digitised_parts: i32,
    /// Signed results.
    pub results: i32,
    /// Working days until it was received.
    pub waiting_days: Option<i32>,
    /// Working days from then.
    pub processing_days: Option<i32>,
}

impl ListedRow {
    /// The day by which it counts.
    pub fn day(&self, kind: FigureKind) -> NaiveDate {
        let day = match column(kind) {
            "filed_on" => Some(self.filed_on),
            "received_on" => self.received_on,
            _ => self.ended_on,
        };
        day.unwrap_or(self.filed_on)
    }
}

/// The day by which dossiers of a figure count.
const fn column(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Waiting => "received_on",
        FigureKind::OnTime | FigureKind::Electronic | FigureKind::Ended | FigureKind::Processing => {
            "ended_on"
        }
        _ => "filed_on",
    }
}

/// One page of the dossiers that make a figure, the newest first.
pub fn list_dossiers(conn: &mut DbConn, listed: &Listed<'_>) -> AppResult<Vec<ListedRow>> {
    let column = column(listed.kind);
    let by = |sign: &str| sql::<Bool>(&format!("figure_facts.{column} {sign} "));
    let mut query = figure_facts::table
        .inner_join(dossiers::table.inner_join(procedures::table))
        .inner_join(units::table)
        .filter(figure_facts::unit_id.eq_any(listed.units))
        .into_boxed();
    if let Some(code) = listed.procedure {
        query = query.filter(figure_facts::procedure_code.eq(code));
    }
    let is_now = matches!(listed.kind, FigureKind::Open | FigureKind::Overdue);
    if !is_now {
        query = query
            .filter(by(">=").bind::<Date, _>(listed.days.0))
            .filter(by("<").bind::<Date, _>(listed.days.1));
    }
    let running = [DossierStatus::Received, DossierStatus::InProcess]
        .iter()
        .map(enum_text)
        .collect::<AppResult<Vec<_>>>()?;
    query = match listed.kind {
        FigureKind::Reuse => query.filter(
            figure_facts::vault_parts
                .gt(0)
                .or(figure_facts::device_parts.gt(0)),
        ),
        FigureKind::Device => query.filter(figure_facts::device_parts.gt(0)),
        FigureKind::Digitised => query.filter(figure_facts::scanned_parts.gt(0)),
        FigureKind::OnTime => query.filter(figure_facts::due_on.is_not_null()),
        FigureKind::Electronic => query.filter(figure_facts::status.eq(enum_text(&DossierStatus::Returned)?)),
        FigureKind::Personal => query.filter(figure_facts::is_personal.eq(true)),
        FigureKind::Processing => query.filter(figure_facts::processing_days.is_not_null()),
        FigureKind::Open => query.filter(figure_facts::is_over.eq(false)),
        FigureKind::Overdue => query
            .filter(figure_facts::is_over.eq(false))
            .filter(figure_facts::status.eq_any(running))
            .filter(figure_facts::due_on.lt(listed.today)),
        _ => query,
    };
    if let Some((day, id)) = &listed.after {
        // Row values, because both databases walk an index by them.
        query = query.filter(
            sql::<Bool>(&format!("(figure_facts.{column}, figure_facts.dossier_id) < ("))
                .bind::<Date, _>(*day)
                .sql(", ")
                .bind::<Text, _>(id.clone())
                .sql(")"),
        );
    }
    Ok(query
        .order((
            sql::<Date>(&format!("figure_facts.{column} desc")),
            figure_facts::dossier_id.desc(),
        ))
        .limit(i64::from(listed.limit) + 1)
        .select((
            figure_facts::dossier_id,
            dossiers::code,
            procedures::name,
            figure_facts::unit_id,
            units::name,
            figure_facts::filed_on,
            figure_facts::received_on,
            figure_facts::ended_on,
            figure_facts::due_on,
            figure_facts::vault_parts,
            figure_facts::device_parts,
            figure_facts::scanned_parts,
            figure_facts::digitised_parts,
            figure_facts::results,
            figure_facts::waiting_days,
            figure_facts::processing_days,
        ))
        .load(conn)?)
}
