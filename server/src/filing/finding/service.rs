//! Finding dossiers of a unit, and by their code alone.

use super::domain::{code_word, code_words, name_words};
use super::store;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use motcua_shared::id::{DossierId, UnitId};

/// Dossiers with this code, however it is typed; mostly one.
pub fn by_code(conn: &mut DbConn, typed: &str) -> AppResult<Vec<DossierId>> {
    let found = store::list_by_code(conn, None, &[code_word(typed)])?;
    match found.is_empty() {
        true => store::list_without_words(conn, typed.trim()),
        false => Ok(found),
    }
}

/// One more unit finds a dossier, by its code and the name of its owner.
pub fn add_unit(
    conn: &mut DbConn,
    (id, code, owner): (DossierId, &str, &str),
    unit: UnitId,
) -> AppResult<()> {
    store::insert(conn, &store::Found { id, code, owner }, unit)
}

/// Dossiers of a unit: the one with this code, with or without that of the unit in front; else those whose owner has this name or these
/// words of it, the newest first, behind `after`, and one more than `limit`.
pub fn at_unit(
    conn: &mut DbConn,
    unit: UnitId,
    typed: &str,
    (after, limit): (Option<DossierId>, u32),
) -> AppResult<Vec<DossierId>> {
    let code = directory::load(conn, unit)?.code;
    let found = store::list_by_code(conn, Some(unit), &code_words(typed, &code))?;
    if !found.is_empty() {
        return Ok(found);
    }
    store::list_by_words(conn, unit, &name_words(typed), (after, limit))
}
