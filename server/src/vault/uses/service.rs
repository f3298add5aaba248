//! What the owner reads of papers that were filed.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::vault::log::service::{Actor, Entry, note};
use chrono::NaiveDate;
use motcua_shared::id::{AccountId, DossierId, PaperId};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::rule::dated;
use std::collections::HashMap;

/// The days that the ages of these papers count from, as far as they are known.
pub fn list_dated(
    conn: &mut DbConn,
    account: AccountId,
    ids: &[PaperId],
) -> AppResult<HashMap<PaperId, NaiveDate>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let papers = store::list_dated(conn, account, ids)?.into_iter();
    let day =
        |(id, said, report): (PaperId, _, VerificationReport)| Some((id, dated(said, report.proven_time())?));
    Ok(papers.filter_map(day).collect())
}

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
