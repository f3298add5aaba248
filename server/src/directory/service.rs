//! Which units there are.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use serde::Deserialize;

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
}

/// Brings the units to what the records say, parents first; units that are not named stay.
pub fn import(conn: &mut DbConn, records: &[UnitRecord]) -> AppResult<usize> {
    for record in records {
        store::upsert(conn, record)?;
    }
    Ok(records.len())
}

/// Units of these levels that exist on `day`, by name.
pub fn list_of_levels(
    conn: &mut DbConn,
    levels: &[Level],
    day: chrono::NaiveDate,
) -> AppResult<Vec<UnitView>> {
    store::list_of_levels(conn, levels, day)
}

/// One unit.
pub fn load(conn: &mut DbConn, id: UnitId) -> AppResult<UnitView> {
    store::find(conn, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// One unit by its code.
pub fn load_by_code(conn: &mut DbConn, code: &str) -> AppResult<UnitView> {
    store::find_by_code(conn, code)?.ok_or_else(|| ErrorCode::NotFound.into())
}
