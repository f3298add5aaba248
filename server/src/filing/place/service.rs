//! Which desks take dossiers in for other units.

use super::store;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::identity::service::staff;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::id::{DossierId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::time::Timestamp;

pub use super::domain::Lies;
pub use super::store::{Row, list_seen_by, read};

/// The desks of communes at which somebody works: a dossier left at any other would lie there unseen.
pub fn list_places(conn: &mut DbConn, day: NaiveDate) -> AppResult<Vec<UnitView>> {
    let staffed = staff::units_with(conn, StaffRole::Desk)?;
    let mut places = directory::list_of_levels(conn, &[Level::Commune], day)?;
    places.retain(|unit| staffed.contains(&unit.id));
    Ok(places)
}

/// Whether dossiers are handed in there.
pub fn is_place(conn: &mut DbConn, unit: UnitId, day: NaiveDate) -> AppResult<bool> {
    Ok(list_places(conn, day)?.iter().any(|place| place.id == unit))
}

/// Hands a dossier on to the unit that decides.
pub fn hand_on(conn: &mut DbConn, id: DossierId, to: UnitId, now: Timestamp) -> AppResult<()> {
    store::hand_on(conn, id, to, now)
}
