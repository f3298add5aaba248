//! Which units there are.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::search_key::{search_key, search_words};
use serde::Deserialize;

/// Kind of the job that runs when an administrator ended a unit; the hourly work does the same.
pub const UNIT_ENDED: &str = "directory.unit-ended";

/// A unit as the data file names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRecord {
    /// Opaque agency code.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Level of government.
    pub level: Level,
    /// Code of the unit above it.
    #[serde(default)]
    pub parent: Option<String>,
    /// First day of its existence.
    pub valid_from: chrono::NaiveDate,
    /// First day after its existence.
    #[serde(default)]
    pub valid_to: Option<chrono::NaiveDate>,
    /// Whether it works with this portal: it receives dossiers and officers belong to it.
    #[serde(default = "works_here")]
    pub at_portal: bool,
}

const fn works_here() -> bool {
    true
}

/// A unit as it is kept, whether it exists today or not.
#[derive(Debug, Clone)]
pub struct KnownUnit {
    /// Opaque agency code.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Code of the unit above it.
    pub parent: Option<String>,
    /// First day of its existence.
    pub valid_from: chrono::NaiveDate,
    /// First day after its existence.
    pub valid_to: Option<chrono::NaiveDate>,
}

impl KnownUnit {
    /// Whether it exists on that day.
    pub fn exists_on(&self, day: chrono::NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day < to)
    }
}

/// All units by code, those that are no more as well, whose name and code hold every word.
pub fn list_known(conn: &mut DbConn, asked: &str) -> AppResult<Vec<KnownUnit>> {
    let asked = search_words(asked);
    let mut known = store::list_known(conn)?;
    known.retain(|unit| {
        let key = search_key(&format!("{} {}", unit.code, unit.name));
        asked.iter().all(|word| key.contains(word.as_str()))
    });
    Ok(known)
}

/// Brings the units to what the records say, parents first; units that are not named stay, and so do those that an
/// administrator or a file changed.
pub fn import(conn: &mut DbConn, records: &[UnitRecord]) -> AppResult<usize> {
    for record in records {
        store::deliver(conn, record)?;
    }
    Ok(records.len())
}

/// Units of this portal at these levels that exist on `day`, by name.
pub fn list_of_levels(
    conn: &mut DbConn,
    levels: &[Level],
    day: chrono::NaiveDate,
) -> AppResult<Vec<UnitView>> {
    store::list_of_levels(conn, levels, day)
}

/// The same units, each with the unit above it.
pub fn list_places(
    conn: &mut DbConn,
    levels: &[Level],
    day: chrono::NaiveDate,
) -> AppResult<Vec<(UnitView, Option<UnitId>)>> {
    let parents = store::list_parents(conn)?;
    let units = store::list_of_levels(conn, levels, day)?;
    let place = |unit: UnitView| {
        let above = parents.get(&unit.id).copied();
        (unit, above)
    };
    Ok(units.into_iter().map(place).collect())
}

/// Whether a unit is one of this portal at these levels, and exists on `day`.
pub fn exists_at(conn: &mut DbConn, id: UnitId, levels: &[Level], day: chrono::NaiveDate) -> AppResult<bool> {
    store::exists_at(conn, id, levels, day)
}

/// One unit.
pub fn load(conn: &mut DbConn, id: UnitId) -> AppResult<UnitView> {
    store::find(conn, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// One unit by its code.
pub fn load_by_code(conn: &mut DbConn, code: &str) -> AppResult<UnitView> {
    store::find_by_code(conn, code)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// Units of this portal that exist on `day` and whose name holds every word, by name.
pub fn search(
    conn: &mut DbConn,
    words: &[String],
    day: chrono::NaiveDate,
    limit: i64,
) -> AppResult<Vec<UnitView>> {
    store::search(conn, words, day, limit)
}

/// The unit that exists on `day` under this name; nothing when there are two. Case and marks do not count, and the usual
/// abbreviation is read.
pub fn find_by_name(conn: &mut DbConn, name: &str, day: chrono::NaiveDate) -> AppResult<Option<UnitView>> {
    let key = search_key(name);
    let key = match key.strip_prefix("ubnd ") {
        Some(rest) => format!("uy ban nhan dan {rest}"),
        None => key,
    };
    let mut found = store::list_of_key(conn, &key, day)?;
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// A unit and all units above it, nearest first.
pub fn list_above(conn: &mut DbConn, id: UnitId) -> AppResult<Vec<UnitId>> {
    let mut found = vec![id];
    let mut next = store::find_parent(conn, id)?;
    // A tree that bites its tail is a mistake in the data, not a reason to hang.
    while let Some(parent) = next.filter(|parent| !found.contains(parent)) {
        found.push(parent);
        next = store::find_parent(conn, parent)?;
    }
    Ok(found)
}

/// Who has what lay open at a unit, once it is no more: the one that was named for that, or the only one that took over, or else
/// the unit above; and so on, where that is no more either or does not work with this portal. The unit itself while it does;
/// nothing where nobody is left.
pub fn heir(conn: &mut DbConn, id: UnitId, day: chrono::NaiveDate) -> AppResult<Option<UnitId>> {
    let mut seen = Vec::new();
    let mut next = Some(id);
    // Successors that bite their tail are a mistake in the data, not a reason to hang.
    while let Some(unit) = next.filter(|unit| !seen.contains(unit)) {
        if store::works_on(conn, unit, day)? {
            return Ok(Some(unit));
        }
        seen.push(unit);
        next = match store::list_heirs(conn, unit)?.as_slice() {
            [(heir, _)] => Some(*heir),
            several => match several.iter().find(|(_, takes_open)| *takes_open) {
                Some((heir, _)) => Some(*heir),
                None => store::find_parent(conn, unit)?,
            },
        };
    }
    Ok(None)
}

/// Units that took over from one and exist on `day`, by name.
pub fn list_successors(conn: &mut DbConn, id: UnitId, day: chrono::NaiveDate) -> AppResult<Vec<UnitView>> {
    store::list_successors(conn, id, day)
}

/// A unit and all units below it that exist on `day`, level by level.
pub fn list_below(conn: &mut DbConn, id: UnitId, day: chrono::NaiveDate) -> AppResult<Vec<UnitView>> {
    let mut found = vec![load(conn, id)?];
    let mut level = vec![id];
    while !level.is_empty() {
        let mut below = store::list_children(conn, &level, day)?;
        below.retain(|unit| found.iter().all(|known| known.id != unit.id));
        level = below.iter().map(|unit| unit.id).collect();
        found.extend(below);
    }
    Ok(found)
}
