//! Who fills in which draft at a desk, and by whom dossiers were taken in.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{dossier_receptions, reception_visits};
use crate::db::types::{naive, parse_id};
use crate::error::AppResult;
use crate::identity::guard::AtDesk;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, DraftId, LookId, UnitId};
use motcua_shared::time::Timestamp;

/// Opens a draft to an officer by a look. Again: nothing.
pub fn insert_visit(
    conn: &mut DbConn,
    (look, draft): (LookId, DraftId),
    (officer, unit): (AccountId, UnitId),
    now: Timestamp,
) -> AppResult<()> {
    let row = (
        reception_visits::look_id.eq(look.to_string()),
        reception_visits::draft_id.eq(draft.to_string()),
        reception_visits::officer_id.eq(officer.to_string()),
        reception_visits::unit_id.eq(unit.to_string()),
        reception_visits::begun_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(reception_visits::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// The newest look by which an officer of a unit has a draft open.
pub fn find_look(
    conn: &mut DbConn,
    draft: DraftId,
    (officer, unit): (AccountId, UnitId),
) -> AppResult<Option<LookId>> {
    let found: Option<String> = reception_visits::table
        .filter(reception_visits::draft_id.eq(draft.to_string()))
        .filter(reception_visits::officer_id.eq(officer.to_string()))
        .filter(reception_visits::unit_id.eq(unit.to_string()))
        .order((
            reception_visits::begun_at.desc(),
            reception_visits::look_id.desc(),
        ))
        .select(reception_visits::look_id)
        .first(conn)
        .optional()?;
    found.map(|id| parse_id(&id, LookId::parse)).transpose()
}

/// Which of these drafts officers of a unit have begun.
pub fn list_begun(conn: &mut DbConn, drafts: &[DraftId], unit: UnitId) -> AppResult<Vec<DraftId>> {
    let ids: Vec<String> = drafts.iter().map(ToString::to_string).collect();
    let found: Vec<String> = reception_visits::table
        .filter(reception_visits::draft_id.eq_any(ids))
        .filter(reception_visits::unit_id.eq(unit.to_string()))
        .select(reception_visits::draft_id)
        .distinct()
        .load(conn)?;
    found.iter().map(|id| parse_id(id, DraftId::parse)).collect()
}

/// Writes by whom a dossier was taken in.
pub fn insert_taken_in(
    conn: &mut DbConn,
    dossier: DossierId,
    desk: &AtDesk,
    (scanned, digitised): (i32, i32),
    now: Timestamp,
) -> AppResult<()> {
    diesel::insert_into(dossier_receptions::table)
        .values((
            dossier_receptions::dossier_id.eq(dossier.to_string()),
            dossier_receptions::look_id.eq(desk.look.to_string()),
            dossier_receptions::officer_id.eq(desk.officer.id().to_string()),
            dossier_receptions::officer_name.eq(&desk.officer.account.name),
            dossier_receptions::unit_id.eq(desk.officer.unit.to_string()),
            dossier_receptions::scanned_parts.eq(scanned),
            dossier_receptions::digitised_parts.eq(digitised),
            dossier_receptions::taken_in_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// By whom a dossier was taken in at a desk, and when.
pub fn find_taken_in(conn: &mut DbConn, dossier: DossierId) -> AppResult<Option<(String, Timestamp)>> {
    let found: Option<(String, chrono::NaiveDateTime)> = dossier_receptions::table
        .find(dossier.to_string())
        .select((dossier_receptions::officer_name, dossier_receptions::taken_in_at))
        .first(conn)
        .optional()?;
    Ok(found.map(|(name, at)| (name, crate::db::types::moment(at))))
}
