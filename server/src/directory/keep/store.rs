//! The tree of units in the database.

use crate::db::DbConn;
use crate::db::schema::{unit_successors, units};
use crate::db::types::{enum_text, new_id, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use motcua_shared::catalogue::dto::Level;
use motcua_shared::directory::dto::{KeptUnitItem, UnitRef};
use motcua_shared::id::UnitId;
use motcua_shared::search_key::search_key;
use std::collections::HashMap;

/// A unit with everything that is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: UnitId,
    /// Opaque code.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Level of government.
    pub level: Level,
    /// Code of the unit above it.
    pub parent: Option<String>,
    /// Whether it works with this portal.
    pub at_portal: bool,
    /// First day of its existence.
    pub valid_from: NaiveDate,
    /// First day after its existence.
    pub valid_to: Option<NaiveDate>,
    /// Raised with every change.
    pub version: u32,
}

/// An id for a new unit.
pub fn next_id() -> UnitId {
    new_id(UnitId::from_uuid)
}

type Columns = (
    String,
    String,
    String,
    String,
    Option<String>,
    bool,
    NaiveDate,
    Option<NaiveDate>,
    i32,
);

const COLUMNS: (
    units::id,
    units::code,
    units::name,
    units::level,
    units::parent_id,
    units::at_portal,
    units::valid_from,
    units::valid_to,
    units::version,
) = (
    units::id,
    units::code,
    units::name,
    units::level,
    units::parent_id,
    units::at_portal,
    units::valid_from,
    units::valid_to,
    units::version,
);

/// A unit of which the one above is known by its code already, or not at all.
fn row(columns: Columns, parent: Option<String>) -> AppResult<Row> {
    let (id, code, name, level, _, at_portal, valid_from, valid_to, version) = columns;
    Ok(Row {
        id: parse_id(&id, UnitId::parse)?,
        code,
        name,
        level: parse_enum(&level)?,
        parent,
        at_portal,
        valid_from,
        valid_to,
        version: unsigned(version)?,
    })
}

/// All units.
pub fn list_rows(conn: &mut DbConn) -> AppResult<Vec<Row>> {
    let rows: Vec<Columns> = units::table.select(COLUMNS).load(conn)?;
    let codes: HashMap<String, String> = rows.iter().map(|row| (row.0.clone(), row.1.clone())).collect();
    rows.into_iter()
        .map(|columns| {
            let parent = columns.4.as_ref().and_then(|id| codes.get(id).cloned());
            row(columns, parent)
        })
        .collect()
}

/// One unit, with the id of the one above it.
pub fn find(conn: &mut DbConn, id: UnitId) -> AppResult<Option<(Row, Option<UnitId>)>> {
    let found: Option<Columns> = units::table
        .find(id.to_string())
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    let Some(columns) = found else { return Ok(None) };
    let parent = columns.4.clone();
    let parent = parent.map(|id| parse_id(&id, UnitId::parse)).transpose()?;
    Ok(Some((row(columns, None)?, parent)))
}

fn reference((id, code, name): (String, String, String)) -> AppResult<UnitRef> {
    Ok(UnitRef {
        id: parse_id(&id, UnitId::parse)?,
        code,
        name,
    })
}

/// Those of the codes that there are.
pub fn list_by_codes(conn: &mut DbConn, codes: &[String]) -> AppResult<Vec<UnitRef>> {
    let rows: Vec<(String, String, String)> = units::table
        .filter(units::code.eq_any(codes))
        .select((units::id, units::code, units::name))
        .load(conn)?;
    rows.into_iter().map(reference).collect()
}

/// One unit as others point to it.
pub fn find_ref(conn: &mut DbConn, id: UnitId) -> AppResult<Option<UnitRef>> {
    let row: Option<(String, String, String)> = units::table
        .find(id.to_string())
        .select((units::id, units::code, units::name))
        .first(conn)
        .optional()?;
    row.map(reference).transpose()
}

/// Writes a new unit. A code that is taken is refused by the database.
pub fn insert(conn: &mut DbConn, row: &Row, parent: Option<UnitId>) -> AppResult<()> {
    diesel::insert_into(units::table)
        .values((
            units::id.eq(row.id.to_string()),
            units::code.eq(&row.code),
            units::name.eq(&row.name),
            units::level.eq(enum_text(&row.level)?),
            units::parent_id.eq(parent.map(|id| id.to_string())),
            units::search_key.eq(search_key(&row.name)),
            units::at_portal.eq(row.at_portal),
            units::valid_from.eq(row.valid_from),
            units::valid_to.eq(row.valid_to),
            units::version.eq(1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes over a unit, whose version rises. The code stays.
pub fn rewrite(conn: &mut DbConn, row: &Row, parent: Option<UnitId>) -> AppResult<()> {
    diesel::update(units::table.find(row.id.to_string()))
        .set((
            units::name.eq(&row.name),
            units::level.eq(enum_text(&row.level)?),
            units::parent_id.eq(parent.map(|id| id.to_string())),
            units::search_key.eq(search_key(&row.name)),
            units::at_portal.eq(row.at_portal),
            units::valid_from.eq(row.valid_from),
            units::valid_to.eq(row.valid_to),
            units::version.eq(units::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Says who took over from a unit, and which of them gets what lies open.
pub fn replace_successors(
    conn: &mut DbConn,
    id: UnitId,
    successors: &[UnitRef],
    heir: Option<UnitId>,
) -> AppResult<()> {
    let own = unit_successors::table.filter(unit_successors::unit_id.eq(id.to_string()));
    diesel::delete(own).execute(conn)?;
    for successor in successors {
        diesel::insert_into(unit_successors::table)
            .values((
                unit_successors::unit_id.eq(id.to_string()),
                unit_successors::successor_id.eq(successor.id.to_string()),
                unit_successors::takes_open.eq(heir == Some(successor.id)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Who took over from a unit, by name.
pub fn list_successors(conn: &mut DbConn, id: UnitId) -> AppResult<Vec<UnitRef>> {
    let rows: Vec<(String, String, String)> = unit_successors::table
        .inner_join(units::table.on(units::id.eq(unit_successors::successor_id)))
        .filter(unit_successors::unit_id.eq(id.to_string()))
        .order((units::search_key, units::id))
        .select((units::id, units::code, units::name))
        .load(conn)?;
    rows.into_iter().map(reference).collect()
}

/// The one of them that gets what lies open.
pub fn find_heir(conn: &mut DbConn, id: UnitId) -> AppResult<Option<UnitRef>> {
    let row: Option<(String, String, String)> = unit_successors::table
        .inner_join(units::table.on(units::id.eq(unit_successors::successor_id)))
        .filter(unit_successors::unit_id.eq(id.to_string()))
        .filter(unit_successors::takes_open)
        .select((units::id, units::code, units::name))
        .first(conn)
        .optional()?;
    row.map(reference).transpose()
}

/// From whom it took over, by name.
pub fn list_predecessors(conn: &mut DbConn, id: UnitId) -> AppResult<Vec<UnitRef>> {
    let rows: Vec<(String, String, String)> = unit_successors::table
        .inner_join(units::table.on(units::id.eq(unit_successors::unit_id)))
        .filter(unit_successors::successor_id.eq(id.to_string()))
        .order((units::search_key, units::id))
        .select((units::id, units::code, units::name))
        .load(conn)?;
    rows.into_iter().map(reference).collect()
}

/// How many units right below a unit still exist on `day` or later.
pub fn count_left_below(conn: &mut DbConn, id: UnitId, day: NaiveDate) -> AppResult<i64> {
    Ok(units::table
        .filter(units::parent_id.eq(id.to_string()))
        .filter(units::valid_to.is_null().or(units::valid_to.gt(day)))
        .count()
        .get_result(conn)?)
}

/// How many units are right below each of these.
pub fn count_below(conn: &mut DbConn, ids: &[String]) -> AppResult<HashMap<String, i64>> {
    let rows: Vec<(Option<String>, i64)> = units::table
        .filter(units::parent_id.eq_any(ids))
        .group_by(units::parent_id)
        .select((units::parent_id, count_star()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, count)| Some((id?, count)))
        .collect())
}

/// What the list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words of name and code; the whole tree is looked through.
    pub words: Vec<String>,
    /// Right below this one; without it and without words, those that have none above them.
    pub parent: Option<UnitId>,
    /// Only those that work with this portal, wherever they are in the tree.
    pub only_at_portal: bool,
    /// Only those that exist on this day.
    pub on: Option<NaiveDate>,
    /// Behind this unit.
    pub after: Option<UnitId>,
}

/// Units by name, one more than `limit`, and how many there are.
pub fn list(conn: &mut DbConn, wanted: &Wanted, limit: u32) -> AppResult<(Vec<KeptUnitItem>, i64)> {
    let matching = || {
        let mut query = units::table.into_boxed();
        for word in &wanted.words {
            let in_name = units::search_key.like(format!("%{word}%"));
            // Words are small and bare; codes are neither.
            let in_code = sql::<Bool>("lower(units.code) like ").bind::<Text, _>(format!("%{word}%"));
            query = query.filter(in_name.or(in_code));
        }
        if let Some(parent) = wanted.parent {
            query = query.filter(units::parent_id.eq(parent.to_string()));
        } else if wanted.words.is_empty() && !wanted.only_at_portal {
            query = query.filter(units::parent_id.is_null());
        }
        if wanted.only_at_portal {
            query = query.filter(units::at_portal.eq(true));
        }
        if let Some(day) = wanted.on {
            query = query
                .filter(units::valid_from.le(day))
                .filter(units::valid_to.is_null().or(units::valid_to.gt(day)));
        }
        query
    };
    let total = matching().count().get_result(conn)?;
    let mut query = matching();
    if let Some(after) = wanted.after {
        let key: Option<String> = units::table
            .find(after.to_string())
            .select(units::search_key)
            .first(conn)
            .optional()?;
        let behind = sql::<Bool>("(units.search_key, units.id) > (")
            .bind::<Text, _>(key.unwrap_or_default())
            .sql(", ")
            .bind::<Text, _>(after.to_string())
            .sql(")");
        query = query.filter(behind);
    }
    let rows: Vec<Columns> = query
        .order((units::search_key, units::id))
        .limit(i64::from(limit) + 1)
        .select(COLUMNS)
        .load(conn)?;
    let ids: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
    let above: Vec<String> = rows.iter().filter_map(|row| row.4.clone()).collect();
    let below = count_below(conn, &ids)?;
    let names: Vec<(String, String)> = units::table
        .filter(units::id.eq_any(above))
        .select((units::id, units::name))
        .load(conn)?;
    let names: HashMap<String, String> = names.into_iter().collect();
    let item = |columns: Columns| {
        let above = columns.4.as_ref().and_then(|id| names.get(id).cloned());
        let count = below.get(&columns.0).copied().unwrap_or_default();
        let row = row(columns, None)?;
        Ok(KeptUnitItem {
            id: row.id,
            code: row.code,
            name: row.name,
            level: row.level,
            above,
            below: unsigned(count)?,
            at_portal: row.at_portal,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    };
    Ok((rows.into_iter().map(item).collect::<AppResult<_>>()?, total))
}
