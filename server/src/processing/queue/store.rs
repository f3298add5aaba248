//! The queue of a unit in the database; of some procedures alone, where an officer works for another one by a delegation of these.

use crate::db::DbConn;
use crate::db::schema::{dossier_works, dossiers, procedures};
use crate::db::types::{enum_text, moment, parse_enum, parse_id, parse_json, unsigned};
use crate::error::AppResult;
use crate::filing::service::place;
use crate::processing::domain::After;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Text};
use motcua_shared::filing::dto::{DossierStatus, Party};
use motcua_shared::id::{AccountId, DossierId, UnitId};
use motcua_shared::processing::dto::DeskDossierItem;

type ItemRow = (
    String,
    String,
    String,
    String,
    String,
    NaiveDateTime,
    Option<NaiveDate>,
    bool,
    i32,
);

fn into_item(row: ItemRow) -> AppResult<DeskDossierItem> {
    let (id, code, procedure_name, owner, status, submitted_at, due_on, is_withdrawn, version) = row;
    let owner: Party = parse_json(&owner)?;
    Ok(DeskDossierItem {
        id: parse_id(&id, DossierId::parse)?,
        code,
        procedure_name,
        owner_name: owner.name,
        status: parse_enum(&status)?,
        is_withdrawn,
        submitted_at: moment(submitted_at),
        due_on,
        days_left: None,
        unread: 0,
        refund: None,
        has_ground: false,
        version: unsigned(version)?,
        holder: None,
        step: None,
    })
}

macro_rules! items {
    () => {
        dossiers::table.inner_join(procedures::table).select((
            dossiers::id,
            dossiers::code,
            procedures::name,
            dossiers::owner,
            dossiers::status,
            dossiers::submitted_at,
            dossiers::due_on,
            dossiers::is_withdrawn,
            dossiers::version,
        ))
    };
}

/// One page of a unit's dossiers in one state, and one row more: what waits to be received as it came in, what is worked on
/// by the day it is due, what is over with the newest first.
pub fn list(
    conn: &mut DbConn,
    (unit, codes, holder): (UnitId, Option<&[String]>, Option<AccountId>),
    status: DossierStatus,
    after: After,
    limit: u32,
) -> AppResult<Vec<DeskDossierItem>> {
    let state = enum_text(&status)?;
    let mut query = items!()
        .filter(dossiers::unit_id.eq(unit.to_string()))
        .into_boxed();
    query = match status.is_over() {
        // Not "equals": PostgreSQL would walk all dossiers of the province from the newest on, and hope to meet those of the unit soon.
        true => query.filter(dossiers::status.between(state.clone(), state.clone())),
        false => query.filter(dossiers::status.eq(state.clone())),
    };
    if let Some(codes) = codes {
        query = query.filter(procedures::code.eq_any(codes.to_vec()));
    }
    if let Some(holder) = holder {
        let held = dossier_works::table
            .filter(dossier_works::dossier_id.eq(dossiers::id))
            .filter(dossier_works::holder_id.eq(holder.to_string()));
        query = query.filter(exists(held));
    }
    query = match after {
        After::Start => query,
        After::Id(id) if status.is_over() => query.filter(
            sql::<Bool>("(dossiers.status, dossiers.id) < (")
                .bind::<Text, _>(state)
                .sql(", ")
                .bind::<Text, _>(id.to_string())
                .sql(")"),
        ),
        After::Id(id) => query.filter(dossiers::id.gt(id.to_string())),
        // Row values, because both databases walk an index by them.
        After::Day(day, id) => query.filter(
            sql::<Bool>("(dossiers.due_on, dossiers.id) > (")
                .bind::<Date, _>(day)
                .sql(", ")
                .bind::<Text, _>(id.to_string())
                .sql(")"),
        ),
    };
    query = if status.is_due() {
        query.order((dossiers::due_on.asc(), dossiers::id.asc()))
    } else if status.is_over() {
        query.order((dossiers::status.desc(), dossiers::id.desc()))
    } else {
        query.order(dossiers::id.asc())
    };
    let rows: Vec<ItemRow> = query.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(into_item).collect()
}

/// Those of these dossiers that a unit has to do with, the newest first.
pub fn list_named(
    conn: &mut DbConn,
    (unit, codes): (UnitId, Option<&[String]>),
    ids: &[DossierId],
) -> AppResult<Vec<DeskDossierItem>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let handed_on = place::list_seen_by(conn, unit, &ids)?;
    let of_unit = dossiers::unit_id
        .eq(unit.to_string())
        .or(dossiers::id.eq_any(handed_on));
    let mut query = items!()
        .filter(dossiers::id.eq_any(ids).and(of_unit))
        .order(dossiers::id.desc())
        .into_boxed();
    if let Some(codes) = codes {
        query = query.filter(procedures::code.eq_any(codes.to_vec()));
    }
    let rows: Vec<ItemRow> = query.load(conn)?;
    rows.into_iter().map(into_item).collect()
}

/// How many dossiers of a unit are in each of these states; nothing is said of a state with none.
pub fn count(
    conn: &mut DbConn,
    (unit, codes): (UnitId, Option<&[String]>),
    states: &[DossierStatus],
) -> AppResult<Vec<(DossierStatus, u32)>> {
    let states = states.iter().map(enum_text).collect::<AppResult<Vec<_>>>()?;
    let of_unit = dossiers::unit_id
        .eq(unit.to_string())
        .and(dossiers::status.eq_any(states));
    let counted = dossiers::table
        .filter(of_unit)
        .group_by(dossiers::status)
        .select((dossiers::status, count_star()));
    let rows: Vec<(String, i64)> = match codes {
        None => counted.load(conn)?,
        Some(codes) => {
            let of_codes = procedures::table
                .filter(procedures::code.eq_any(codes.to_vec()))
                .select(procedures::id);
            counted
                .filter(dossiers::procedure_id.eq_any(of_codes))
                .load(conn)?
        }
    };
    rows.into_iter()
        .map(|(status, count)| Ok((parse_enum(&status)?, unsigned(count)?)))
        .collect()
}
