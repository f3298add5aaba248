//! Units in the database.

use super::service::{KnownUnit, UnitRecord};
use crate::db::DbConn;
use crate::db::schema::{unit_successors, units};
use crate::db::types::{enum_text, new_id, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::id::UnitId;
use motcua_shared::search_key::search_key;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = units)]
struct UnitRow {
    id: String,
    code: String,
    name: String,
    level: String,
}

impl UnitRow {
    fn into_view(self) -> AppResult<UnitView> {
        Ok(UnitView {
            id: parse_id(&self.id, UnitId::parse)?,
            code: self.code,
            name: self.name,
            level: parse_enum(&self.level)?,
        })
    }
}

/// Writes a unit by its code, or rewrites it while nobody else wrote it.
pub fn deliver(conn: &mut DbConn, record: &UnitRecord) -> AppResult<()> {
    let parent_id: Option<String> = match &record.parent {
        Some(code) => Some(
            units::table
                .filter(units::code.eq(code))
                .select(units::id)
                .first(conn)?,
        ),
        None => None,
    };
    let changes = (
        units::name.eq(&record.name),
        units::level.eq(enum_text(&record.level)?),
        units::parent_id.eq(parent_id),
        units::search_key.eq(search_key(&record.name)),
        units::valid_from.eq(record.valid_from),
        units::valid_to.eq(record.valid_to),
        units::at_portal.eq(record.at_portal),
    );
    let known: Option<i32> = units::table
        .filter(units::code.eq(&record.code))
        .select(units::version)
        .first(conn)
        .optional()?;
    if known == Some(1) {
        diesel::update(units::table.filter(units::code.eq(&record.code)))
            .set(changes)
            .execute(conn)?;
    } else if known.is_none() {
        diesel::insert_into(units::table)
            .values((
                units::id.eq(new_id(UnitId::from_uuid).to_string()),
                units::code.eq(&record.code),
                changes,
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// All units by code, whenever they exist.
pub fn list_known(conn: &mut DbConn) -> AppResult<Vec<KnownUnit>> {
    type Row = (
        String,
        String,
        String,
        Option<String>,
        NaiveDate,
        Option<NaiveDate>,
    );
    let rows: Vec<Row> = units::table
        .order(units::code)
        .select((
            units::id,
            units::code,
            units::name,
            units::parent_id,
            units::valid_from,
            units::valid_to,
        ))
        .load(conn)?;
    let codes: HashMap<String, String> = rows.iter().map(|row| (row.0.clone(), row.1.clone())).collect();
    let known = rows
        .into_iter()
        .map(|(_, code, name, above, valid_from, valid_to)| KnownUnit {
            code,
            name,
            parent: above.and_then(|id| codes.get(&id).cloned()),
            valid_from,
            valid_to,
        });
    Ok(known.collect())
}

/// Units of these levels that exist on `day`.
pub fn list_of_levels(conn: &mut DbConn, levels: &[Level], day: NaiveDate) -> AppResult<Vec<UnitView>> {
    let levels: Vec<String> = levels.iter().map(enum_text).collect::<AppResult<_>>()?;
    let rows: Vec<UnitRow> = units::table
        .filter(units::level.eq_any(levels))
        .filter(units::at_portal.eq(true))
        .filter(units::valid_from.le(day))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .order(units::search_key)
        .select(UnitRow::as_select())
        .load(conn)?;
    rows.into_iter().map(UnitRow::into_view).collect()
}

/// The unit above each unit of this portal that has one.
pub fn list_parents(conn: &mut DbConn) -> AppResult<HashMap<UnitId, UnitId>> {
    let rows: Vec<(String, Option<String>)> = units::table
        .filter(units::at_portal.eq(true))
        .filter(units::parent_id.is_not_null())
        .select((units::id, units::parent_id))
        .load(conn)?;
    let id = |text: &str| parse_id(text, UnitId::parse);
    rows.into_iter()
        .filter_map(|(unit, parent)| parent.map(|parent| Ok((id(&unit)?, id(&parent)?))))
        .collect()
}

/// Whether a unit works with this portal on `day`.
pub fn works_on(conn: &mut DbConn, id: UnitId, day: NaiveDate) -> AppResult<bool> {
    let found: Option<String> = units::table
        .find(id.to_string())
        .filter(units::at_portal.eq(true))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .select(units::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Who took over from a unit, each with whether it gets what lay open.
pub fn list_heirs(conn: &mut DbConn, id: UnitId) -> AppResult<Vec<(UnitId, bool)>> {
    let rows: Vec<(String, bool)> = unit_successors::table
        .filter(unit_successors::unit_id.eq(id.to_string()))
        .select((unit_successors::successor_id, unit_successors::takes_open))
        .load(conn)?;
    rows.into_iter()
        .map(|(unit, takes_open)| Ok((parse_id(&unit, UnitId::parse)?, takes_open)))
        .collect()
}

/// Who took over from a unit and works with this portal on `day`, by name.
pub fn list_successors(conn: &mut DbConn, id: UnitId, day: NaiveDate) -> AppResult<Vec<UnitView>> {
    let rows: Vec<UnitRow> = unit_successors::table
        .inner_join(units::table.on(units::id.eq(unit_successors::successor_id)))
        .filter(unit_successors::unit_id.eq(id.to_string()))
        .filter(units::at_portal.eq(true))
        .filter(units::valid_from.le(day))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .order((units::search_key, units::id))
        .select(UnitRow::as_select())
        .load(conn)?;
    rows.into_iter().map(UnitRow::into_view).collect()
}

/// Whether a unit of one of these levels exists on `day`.
pub fn exists_at(conn: &mut DbConn, id: UnitId, levels: &[Level], day: NaiveDate) -> AppResult<bool> {
    let levels: Vec<String> = levels.iter().map(enum_text).collect::<AppResult<_>>()?;
    let found: Option<String> = units::table
        .find(id.to_string())
        .filter(units::level.eq_any(levels))
        .filter(units::at_portal.eq(true))
        .filter(units::valid_from.le(day))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .select(units::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// One unit.
pub fn find(conn: &mut DbConn, id: UnitId) -> AppResult<Option<UnitView>> {
    let row: Option<UnitRow> = units::table
        .find(id.to_string())
        .select(UnitRow::as_select())
        .first(conn)
        .optional()?;
    row.map(UnitRow::into_view).transpose()
}

/// Units that exist on `day` and whose name holds every word, by name.
pub fn search(conn: &mut DbConn, words: &[String], day: NaiveDate, limit: i64) -> AppResult<Vec<UnitView>> {
    let mut query = units::table
        .filter(units::at_portal.eq(true))
        .filter(units::valid_from.le(day))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .into_boxed();
    for word in words {
        query = query.filter(units::search_key.like(format!("%{word}%")));
    }
    let rows: Vec<UnitRow> = query
        .order(units::search_key)
        .limit(limit)
        .select(UnitRow::as_select())
        .load(conn)?;
    rows.into_iter().map(UnitRow::into_view).collect()
}

/// Units with this search key that exist on `day`, two at most.
pub fn list_of_key(conn: &mut DbConn, key: &str, day: NaiveDate) -> AppResult<Vec<UnitView>> {
    let rows: Vec<UnitRow> = units::table
        .filter(units::search_key.eq(key))
        .filter(units::at_portal.eq(true))
        .filter(units::valid_from.le(day))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .order(units::id)
        .limit(2)
        .select(UnitRow::as_select())
        .load(conn)?;
    rows.into_iter().map(UnitRow::into_view).collect()
}

/// One unit by its code.
pub fn find_by_code(conn: &mut DbConn, code: &str) -> AppResult<Option<UnitView>> {
    let row: Option<UnitRow> = units::table
        .filter(units::code.eq(code))
        .select(UnitRow::as_select())
        .first(conn)
        .optional()?;
    row.map(UnitRow::into_view).transpose()
}

/// The unit above a unit.
pub fn find_parent(conn: &mut DbConn, id: UnitId) -> AppResult<Option<UnitId>> {
    let parent: Option<Option<String>> = units::table
        .find(id.to_string())
        .select(units::parent_id)
        .first(conn)
        .optional()?;
    parent
        .flatten()
        .map(|id| parse_id(&id, UnitId::parse))
        .transpose()
}

/// Units right below these that exist on `day`, by name.
pub fn list_children(conn: &mut DbConn, parents: &[UnitId], day: NaiveDate) -> AppResult<Vec<UnitView>> {
    let parents: Vec<String> = parents.iter().map(ToString::to_string).collect();
    let rows: Vec<UnitRow> = units::table
        .filter(units::parent_id.eq_any(parents))
        .filter(units::at_portal.eq(true))
        .filter(units::valid_from.le(day))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .order(units::search_key)
        .select(UnitRow::as_select())
        .load(conn)?;
    rows.into_iter().map(UnitRow::into_view).collect()
}
