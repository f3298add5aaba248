//! Where dossiers were handed in, in the database.

use super::domain::HandedIn;
use crate::db::DbConn;
use crate::db::schema::{dossier_places, dossiers};
use crate::db::types::{naive, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{DossierId, UnitId};
use motcua_shared::time::Timestamp;

/// What a row says: the place, the unit that decides, when it was handed on.
pub type Row = (String, String, Option<NaiveDateTime>);

/// Reads a row, where there is one.
pub fn read(row: Option<Row>) -> AppResult<Option<HandedIn>> {
    row.map(|(place, decides, at)| {
        Ok(HandedIn {
            place: parse_id(&place, UnitId::parse)?,
            decides: parse_id(&decides, UnitId::parse)?,
            is_handed_on: at.is_some(),
        })
    })
    .transpose()
}

/// Writes where a dossier was handed in.
pub fn insert(conn: &mut DbConn, id: DossierId, place: UnitId, decides: UnitId) -> AppResult<()> {
    diesel::insert_into(dossier_places::table)
        .values((
            dossier_places::dossier_id.eq(id.to_string()),
            dossier_places::place_id.eq(place.to_string()),
            dossier_places::unit_id.eq(decides.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// From now on the unit that decides has it.
pub fn hand_on(conn: &mut DbConn, id: DossierId, to: UnitId, now: Timestamp) -> AppResult<()> {
    diesel::update(dossier_places::table.find(id.to_string()))
        .set(dossier_places::handed_on_at.eq(naive(now)))
        .execute(conn)?;
    diesel::update(dossiers::table.find(id.to_string()))
        .set(dossiers::unit_id.eq(to.to_string()))
        .execute(conn)?;
    Ok(())
}

/// Which of these dossiers were handed in at a unit, or are decided by it after they were handed in elsewhere.
pub fn list_seen_by(conn: &mut DbConn, unit: UnitId, ids: &[String]) -> AppResult<Vec<String>> {
    let of_unit = dossier_places::place_id
        .eq(unit.to_string())
        .or(dossier_places::unit_id.eq(unit.to_string()));
    Ok(dossier_places::table
        .filter(dossier_places::dossier_id.eq_any(ids.to_vec()).and(of_unit))
        .select(dossier_places::dossier_id)
        .load(conn)?)
}
