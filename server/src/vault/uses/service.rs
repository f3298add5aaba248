//! What the owner reads of papers that were filed.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::vault::log::service::{Actor, Entry, note};
use motcua_shared::id::{AccountId, DossierId, PaperId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::log::PaperAct;

/// Notes for the owner of a vault that somebody read what was filed for a component: the file with these bytes. Files that
/// came from elsewhere have no log.
pub fn note_reading(
    conn: &mut DbConn,
    (owner, paper, sha256): (AccountId, PaperId, &str),
    (dossier, code, component_id): (DossierId, &str, &str),
    (actor, act): (Actor, PaperAct),
    now: Timestamp,
) -> AppResult<()> {
    let Some(file_version) = store::find_used(conn, dossier, component_id, (paper, sha256))? else {
        return Ok(());
    };
    let entry = Entry {
        account: owner,
        paper,
        file_version,
        act,
        actor,
        dossier: Some((dossier, code.to_owned())),
        ground: None,
        detail: None,
    };
    note(conn, entry, now)
}
