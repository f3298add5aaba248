//! What features of authorities may ask about a paper, each time with the account whose paper it is.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::http::send_file::FileRef;
use crate::signature::service as signature;
use crate::vault::log::service::{Actor, Entry, note};
use crate::vault::store as papers;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, PaperId, UnitId};
use motcua_shared::signature::dto::CurrentReport;
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::log::PaperAct;

/// The unit that issued a paper, if it is known.
pub fn find_issuer(conn: &mut DbConn, owner: AccountId, paper: PaperId) -> AppResult<Option<UnitId>> {
    store::find_issuer(conn, owner, paper)
}

/// Name and report of a file that stands or stood under a paper.
pub fn load_report(
    conn: &mut DbConn,
    owner: AccountId,
    paper: PaperId,
    number: u32,
) -> AppResult<(String, VerificationReport)> {
    store::find_report(conn, owner, paper, number)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// What the last verification found of a file that stands or stood under a paper, if there was one since it came in.
pub fn find_current(
    conn: &mut DbConn,
    owner: AccountId,
    paper: PaperId,
    number: u32,
) -> AppResult<Option<CurrentReport>> {
    let file = papers::find_file(conn, owner, paper, number)?.ok_or(ErrorCode::NotFound)?;
    signature::current(conn, &file.sha256)
}

/// In how many dossiers a file of a paper was used.
pub fn count_dossiers_with(conn: &mut DbConn, paper: PaperId, number: u32) -> AppResult<u32> {
    store::count_dossiers_with(conn, paper, number)
}

/// A file of somebody's paper for an officer: the owner reads in the log who had it and on which ground. Whether the
/// officer may is the caller's to decide.
pub fn open_for(
    conn: &mut DbConn,
    owner: AccountId,
    (paper, number): (PaperId, u32),
    actor: Actor,
    ground: &str,
    is_viewed: bool,
    now: Timestamp,
) -> AppResult<FileRef> {
    let file = papers::find_file(conn, owner, paper, number)?.ok_or(ErrorCode::NotFound)?;
    let entry = Entry {
        actor,
        ground: Some(ground.to_owned()),
        ..Entry::of_owner(
            owner,
            paper,
            number,
            if is_viewed {
                PaperAct::Viewed
            } else {
                PaperAct::Downloaded
            },
        )
    };
    note(conn, entry, now)?;
    Ok(file)
}

/// Notes for the owner that an officer had a file of a paper, whose bytes a feature of authorities keeps by itself.
pub fn note_reading(
    conn: &mut DbConn,
    owner: AccountId,
    (paper, sha256): (PaperId, &str),
    (dossier, code): (DossierId, &str),
    (actor, is_viewed): (Actor, bool),
    now: Timestamp,
) -> AppResult<()> {
    let number = store::find_number(conn, owner, paper, sha256)?.ok_or(ErrorCode::NotFound)?;
    let act = if is_viewed {
        PaperAct::Viewed
    } else {
        PaperAct::Downloaded
    };
    let entry = Entry {
        actor,
        dossier: Some((dossier, code.to_owned())),
        ..Entry::of_owner(owner, paper, number, act)
    };
    note(conn, entry, now)
}
