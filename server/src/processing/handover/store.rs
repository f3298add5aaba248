//! Handovers in the database.

use crate::db::DbConn;
use crate::db::schema::{
    dossier_handovers, dossier_holds, dossier_opinions, dossier_places, dossiers, unit_successors, units,
};
use crate::db::types::{enum_text, moment, naive, new_id, parse_id};
use crate::error::AppResult;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::exists;
use diesel::prelude::*;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{AccountId, DossierId, UnitId};
use motcua_shared::time::Timestamp;
use uuid::Uuid;

/// A handover to be written.
#[derive(Debug, Clone)]
pub struct NewHandover<'a> {
    /// The dossier.
    pub dossier: DossierId,
    /// From which unit, with its name.
    pub from: (UnitId, &'a str),
    /// To which.
    pub to: (UnitId, &'a str),
    /// The officer who did it; the portal did where there is none.
    pub by: Option<(AccountId, &'a str)>,
    /// Why.
    pub words: Option<&'a str>,
    /// When.
    pub at: Timestamp,
}

/// A handover as kept.
#[derive(Debug, Clone)]
pub struct Handover {
    /// The name of the unit that had it.
    pub from: String,
    /// The name of the unit that got it.
    pub to: String,
    /// The officer who did it.
    pub by: Option<String>,
    /// Why.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

fn open_states() -> AppResult<Vec<String>> {
    let open = DossierStatus::IN_USE
        .into_iter()
        .filter(|status| !status.is_over());
    open.map(|status| enum_text(&status)).collect()
}

macro_rules! ended {
    ($day:expr) => {
        units::table.filter(units::valid_to.le($day)).select(units::id)
    };
}

/// Units that are no more and have open dossiers, or decide open ones that another desk has not handed on yet.
pub fn list_ended(conn: &mut DbConn, day: NaiveDate) -> AppResult<Vec<UnitId>> {
    let open = open_states()?;
    let mut ids: Vec<String> = dossiers::table
        .filter(dossiers::unit_id.eq_any(ended!(day)))
        .filter(dossiers::status.eq_any(&open))
        .select(dossiers::unit_id)
        .distinct()
        .load(conn)?;
    let deciding: Vec<String> = dossier_places::table
        .inner_join(dossiers::table)
        .filter(dossier_places::unit_id.eq_any(ended!(day)))
        .filter(dossier_places::handed_on_at.is_null())
        .filter(dossiers::status.eq_any(&open))
        .select(dossier_places::unit_id)
        .distinct()
        .load(conn)?;
    ids.extend(deciding);
    ids.sort();
    ids.dedup();
    ids.iter().map(|id| parse_id(id, UnitId::parse)).collect()
}

/// Some open dossiers that a unit has, or decides as soon as another desk hands them on.
pub fn list_open(conn: &mut DbConn, unit: UnitId, limit: i64) -> AppResult<Vec<DossierId>> {
    let open = open_states()?;
    let mut ids: Vec<String> = dossiers::table
        .filter(dossiers::unit_id.eq(unit.to_string()))
        .filter(dossiers::status.eq_any(&open))
        .select(dossiers::id)
        .limit(limit)
        .load(conn)?;
    let deciding: Vec<String> = dossier_places::table
        .inner_join(dossiers::table)
        .filter(dossier_places::unit_id.eq(unit.to_string()))
        .filter(dossier_places::handed_on_at.is_null())
        .filter(dossiers::status.eq_any(&open))
        .select(dossier_places::dossier_id)
        .limit(limit)
        .load(conn)?;
    ids.extend(deciding);
    ids.iter().map(|id| parse_id(id, DossierId::parse)).collect()
}

/// Puts a dossier from one unit into the hands of another, and ends whoever had it open. `false` where it was not there any more.
pub fn put(conn: &mut DbConn, id: DossierId, (from, to): (UnitId, UnitId)) -> AppResult<bool> {
    let (key, from, to) = (id.to_string(), from.to_string(), to.to_string());
    let there = dossiers::table.filter(dossiers::id.eq(&key).and(dossiers::unit_id.eq(&from)));
    let has_it = diesel::update(there)
        .set((
            dossiers::unit_id.eq(&to),
            dossiers::version.eq(dossiers::version + 1),
        ))
        .execute(conn)?;
    let row = || dossier_places::table.find(&key);
    // A desk that was to hand it on to itself decides now.
    let same = row().filter(
        (dossier_places::place_id
            .eq(&from)
            .and(dossier_places::unit_id.eq(&to)))
        .or(dossier_places::place_id
            .eq(&to)
            .and(dossier_places::unit_id.eq(&from))),
    );
    let joined = diesel::delete(same).execute(conn)?;
    let deciding = row().filter(dossier_places::unit_id.eq(&from));
    let decides = diesel::update(deciding)
        .set(dossier_places::unit_id.eq(&to))
        .execute(conn)?;
    let waiting = row().filter(
        dossier_places::place_id
            .eq(&from)
            .and(dossier_places::handed_on_at.is_null()),
    );
    diesel::update(waiting)
        .set(dossier_places::place_id.eq(&to))
        .execute(conn)?;
    if has_it + joined + decides == 0 {
        return Ok(false);
    }
    diesel::delete(dossier_holds::table.find(&key)).execute(conn)?;
    Ok(true)
}

/// Writes a handover. There is no update and no delete, on purpose.
pub fn insert(conn: &mut DbConn, new: &NewHandover<'_>) -> AppResult<()> {
    diesel::insert_into(dossier_handovers::table)
        .values((
            dossier_handovers::id.eq(new_id(|id: Uuid| id).to_string()),
            dossier_handovers::dossier_id.eq(new.dossier.to_string()),
            dossier_handovers::from_id.eq(new.from.0.to_string()),
            dossier_handovers::from_name.eq(new.from.1),
            dossier_handovers::to_id.eq(new.to.0.to_string()),
            dossier_handovers::to_name.eq(new.to.1),
            dossier_handovers::actor_id.eq(new.by.map(|(id, _)| id.to_string())),
            dossier_handovers::actor_name.eq(new.by.map(|(_, name)| name)),
            dossier_handovers::words.eq(new.words),
            dossier_handovers::happened_at.eq(naive(new.at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Handovers of a dossier, oldest first.
pub fn list(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<Handover>> {
    type Row = (String, String, Option<String>, Option<String>, NaiveDateTime);
    let rows: Vec<Row> = dossier_handovers::table
        .filter(dossier_handovers::dossier_id.eq(id.to_string()))
        .order(dossier_handovers::id)
        .select((
            dossier_handovers::from_name,
            dossier_handovers::to_name,
            dossier_handovers::actor_name,
            dossier_handovers::words,
            dossier_handovers::happened_at,
        ))
        .load(conn)?;
    let read = |(from, to, by, words, at)| Handover {
        from,
        to,
        by,
        words,
        at: moment(at),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The units from which a dossier came over that had successors.
pub fn list_origins(conn: &mut DbConn, id: DossierId) -> AppResult<Vec<UnitId>> {
    let ids: Vec<String> = dossier_handovers::table
        .inner_join(unit_successors::table.on(unit_successors::unit_id.eq(dossier_handovers::from_id)))
        .filter(dossier_handovers::dossier_id.eq(id.to_string()))
        .select(dossier_handovers::from_id)
        .distinct()
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, UnitId::parse)).collect()
}

/// Questions that wait at units which are no more: id, unit, dossier.
pub fn list_asked(
    conn: &mut DbConn,
    day: NaiveDate,
    limit: i64,
) -> AppResult<Vec<(String, UnitId, DossierId)>> {
    let rows: Vec<(String, String, String)> = dossier_opinions::table
        .filter(dossier_opinions::unit_id.eq_any(ended!(day)))
        .filter(dossier_opinions::state.eq("open"))
        .order(dossier_opinions::id)
        .select((
            dossier_opinions::id,
            dossier_opinions::unit_id,
            dossier_opinions::dossier_id,
        ))
        .limit(limit)
        .load(conn)?;
    rows.into_iter()
        .map(|(id, unit, dossier)| {
            Ok((
                id,
                parse_id(&unit, UnitId::parse)?,
                parse_id(&dossier, DossierId::parse)?,
            ))
        })
        .collect()
}

/// Asks another unit a question that waits. `false` where that one is asked about the same dossier already.
pub fn ask_instead(
    conn: &mut DbConn,
    question: &str,
    (dossier, heir): (DossierId, UnitId),
) -> AppResult<bool> {
    let asked = dossier_opinions::table
        .filter(dossier_opinions::dossier_id.eq(dossier.to_string()))
        .filter(dossier_opinions::unit_id.eq(heir.to_string()))
        .filter(dossier_opinions::state.eq("open"));
    if diesel::select(exists(asked)).get_result(conn)? {
        return Ok(false);
    }
    let waiting = dossier_opinions::table
        .filter(dossier_opinions::id.eq(question))
        .filter(dossier_opinions::state.eq("open"));
    let changed = diesel::update(waiting)
        .set(dossier_opinions::unit_id.eq(heir.to_string()))
        .execute(conn)?;
    Ok(changed == 1)
}
