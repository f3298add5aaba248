//! What an authority puts into a vault: a result, a certified copy, a better file in place of a wrong one.

use super::domain::{SearchKey, Searched, SearchedFile};
use super::edit::service::put_in_place;
use super::edit::store::Strike;
use super::entry::{FileFacts, new_file};
use super::log::service::{Actor, Entry, note};
use super::service::{load_paper, refuse_duplicate};
use super::store::{self, NewPaper, Origin};
use super::today::service as today;
use super::uses::store as uses;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::http::send_file::FileRef;
use crate::identity::domain::Account;
use crate::signature::service as signature;
use crate::upload::service as upload;
use anyhow::anyhow;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, PaperId, UnitId};
use motcua_shared::signature::report::{SignerKind, VerificationReport};
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::UploadView;
use motcua_shared::vault::dto::{PaperListItem, PaperView, StruckWhy, VaultKind};
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::rule::{propose_code, propose_name};

/// A paper as an authority issues it.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Whose it is: the owner of the matter, not who filed it.
    pub owner: Account,
    /// Code of its category.
    pub category_code: String,
    /// Its name; as the letter proposes it where there is none.
    pub name: Option<String>,
    /// "Mã giấy tờ KQGQ".
    pub result_code: Option<String>,
    /// "Số quyết định".
    pub decision_number: Option<String>,
    /// "Trích yếu".
    pub summary: Option<String>,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// Who issued it.
    pub issuer: UnitId,
    /// The dossier it is the result of.
    pub dossier: Option<(DossierId, String)>,
}

/// Puts files to use that are to be issued together, before anything else of them is written: in the order of their digests,
/// so that of two transactions that stand on the same bytes one waits, and not each for the other. The place of a file comes
/// back that was put to use before.
pub fn claim_all(
    conn: &mut DbConn,
    files: &[&UploadView],
    used_for: &str,
    now: Timestamp,
) -> AppResult<Result<(), usize>> {
    let mut in_order: Vec<(usize, &&UploadView)> = files.iter().enumerate().collect();
    in_order.sort_by(|(_, left), (_, right)| left.sha256.cmp(&right.sha256));
    for (at, file) in in_order {
        if !upload::claim(conn, file, used_for, now)? {
            return Ok(Err(at));
        }
        today::hold(conn, &file.sha256)?;
    }
    Ok(Ok(()))
}

/// Puts a judged file into the vault of its owner, in the transaction of `conn`; claim the upload there as well and keep
/// its bytes ([`claim_all`], `upload::service::{claim, keep}`). Where the owner had put the same file in before, that paper becomes the
/// authority's: it is not listed twice.
pub fn issue(
    conn: &mut DbConn,
    issued: Issued,
    file: &UploadView,
    report: VerificationReport,
    actor: Actor,
    now: Timestamp,
) -> AppResult<PaperId> {
    put(conn, issued, file.into(), report, actor, now)
}

/// The same of bytes that are stored already and stand under something else; [`hold`] them first.
pub fn issue_kept(
    conn: &mut DbConn,
    issued: Issued,
    file: &FileRef,
    report: VerificationReport,
    actor: Actor,
    now: Timestamp,
) -> AppResult<PaperId> {
    let facts = FileFacts {
        file_name: &file.file_name,
        size: file.size,
        sha256: &file.sha256,
    };
    put(conn, issued, facts, report, actor, now)
}

/// Waits until nobody else is at these bytes.
pub fn hold(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    today::hold(conn, sha256)
}

fn put(
    conn: &mut DbConn,
    issued: Issued,
    file: FileFacts<'_>,
    report: VerificationReport,
    actor: Actor,
    now: Timestamp,
) -> AppResult<PaperId> {
    let owner = issued.owner.id;
    let category = catalogue::find_category(conn, &issued.category_code)?
        .ok_or_else(|| AppError::field("category_code", ErrorCode::NotAChoice))?;
    let code = propose_code(
        issued.owner.kind,
        &issued.owner.identifier,
        &category.code,
        issued.issued_on,
    );
    let name = issued.name.unwrap_or_else(|| propose_name(&code, &category.name));
    let new = new_file(conn, file, report, actor.account())?;
    let known = store::find_by_digest(conn, owner, file.sha256)?;
    // Of bytes that the owner has, the file keeps the name that it has there.
    let kept = known
        .map(|(id, _)| store::find_item(conn, id))
        .transpose()?
        .flatten();
    let search_key = SearchKey::of(Searched {
        name: &name,
        code: &code,
        result_code: issued.result_code.as_deref(),
        decision_number: issued.decision_number.as_deref(),
        owner_name: &issued.owner.name,
        identifier: &issued.owner.identifier,
        summary: issued.summary.as_deref(),
        category: &category.name,
        file: SearchedFile {
            name: kept.as_ref().map_or(&new.file_name, |kept| &kept.file_name),
            signers: &new.signers,
        },
    });
    let paper = NewPaper {
        id: new_id(PaperId::from_uuid),
        account_id: owner,
        code,
        name,
        category_code: category.code,
        vault_kind: VaultKind::Authority,
        origin: Origin {
            result_code: issued.result_code,
            issuer: Some(issued.issuer),
            dossier: issued.dossier.as_ref().map(|(id, _)| *id),
            source: None,
        },
        identifier: issued.owner.identifier.clone(),
        owner_name: issued.owner.name.clone(),
        decision_number: issued.decision_number,
        summary: issued.summary,
        issued_on: issued.issued_on,
        is_visible: true,
        search_key,
        file: new,
        added_as: None,
        added_at: now,
    };
    require_today(conn, file.sha256)?;
    let (id, file_version) = match known {
        Some((id, file_version)) => {
            let before = adopt(conn, id, &paper)?;
            let entry = Entry {
                account: owner,
                paper: id,
                file_version,
                act: PaperAct::Edited,
                actor: actor.clone(),
                dossier: issued.dossier.clone(),
                ground: None,
                detail: Some(serde_json::to_string(&before)?),
            };
            note(conn, entry, now)?;
            (id, file_version)
        }
        None => {
            if !store::insert(conn, &paper)? {
                return Err(ErrorCode::VersionConflict.into());
            }
            (paper.id, 1)
        }
    };
    let entry = Entry {
        account: owner,
        paper: id,
        file_version,
        act: PaperAct::Added,
        actor,
        dossier: issued.dossier,
        ground: None,
        detail: None,
    };
    note(conn, entry, now)?;
    Ok(id)
}

/// Makes a paper of the owner's the authority's; what they had said of it comes back, so that it is not lost.
fn adopt(conn: &mut DbConn, id: PaperId, paper: &NewPaper) -> AppResult<PaperListItem> {
    /// Each further time the owner edited it in this very moment.
    const LOOKS: usize = 8;
    for _ in 0..LOOKS {
        let before = store::find_item(conn, id)?.ok_or(ErrorCode::VersionConflict)?;
        if store::adopt(conn, &before, paper)? {
            return Ok(before);
        }
    }
    // The owner replaced or removed it: nothing of theirs becomes an authority's.
    Err(ErrorCode::VersionConflict.into())
}

/// Whether a vault has this file as one that an authority issued.
pub fn is_issued(conn: &mut DbConn, owner: AccountId, sha256: &str) -> AppResult<bool> {
    match store::find_by_digest(conn, owner, sha256)? {
        Some((id, _)) => Ok(load_paper(conn, owner, id)?.item.vault_kind == VaultKind::Authority),
        None => Ok(false),
    }
}

/// A better file in place of a wrong one, by the authority that issued the paper; the wrong one stays struck out.
#[derive(Debug, Clone)]
pub struct Correction<'a> {
    /// Whose vault.
    pub owner: AccountId,
    /// The paper, as it was seen when it was compared.
    pub paper: PaperId,
    /// Its version then.
    pub version: u32,
    /// Why, as the owner and whoever relied on it read it.
    pub note: Option<&'a str>,
}

/// Replaces the file; claim the upload and keep its bytes as with [`issue`]. The paper as it was comes back, so that
/// whoever used that file can be told.
pub fn correct(
    conn: &mut DbConn,
    correction: &Correction<'_>,
    file: &UploadView,
    report: VerificationReport,
    actor: Actor,
    now: Timestamp,
) -> AppResult<PaperView> {
    let owner = correction.owner;
    let before = load_paper(conn, owner, correction.paper)?;
    if before.item.version != correction.version || before.removed_at.is_some() {
        return Err(ErrorCode::VersionConflict.into());
    }
    refuse_duplicate(conn, owner, &file.sha256)?;
    let by = actor
        .account()
        .ok_or_else(|| AppError::internal(anyhow!("nobody corrects a paper")))?;
    let strike = Strike {
        by: Some(by),
        why: StruckWhy::ReplacedByAuthority,
        note: correction.note,
    };
    let new = new_file(conn, file.into(), report, Some(by))?;
    require_today(conn, &file.sha256)?;
    put_in_place(conn, owner, &before, &new, strike, now)?;
    let entry = Entry {
        account: owner,
        paper: correction.paper,
        file_version: before.item.file_version + 1,
        act: PaperAct::Replaced,
        actor,
        dossier: None,
        ground: correction.note.map(str::to_owned),
        detail: Some(before.sha256.clone()),
    };
    note(conn, entry, now)?;
    Ok(before)
}

/// Dossiers, by id and owner of the account, in which this file of a paper was used, a page at a time by id.
pub fn list_dossiers_with(
    conn: &mut DbConn,
    paper: PaperId,
    file_version: u32,
    after: Option<DossierId>,
    limit: i64,
) -> AppResult<Vec<DossierId>> {
    uses::list_dossiers_with(conn, paper, file_version, after, limit)
}

/// Why no authority issues these bytes now, although they were judged sound when they were sent: of bytes that stand in a
/// vault the portal may have found out since that a signature fails.
pub fn check_today(conn: &mut DbConn, sha256: &str) -> AppResult<Result<(), ErrorCode>> {
    let today = signature::list_today(conn, &[sha256])?;
    let refusal = today.get(sha256).and_then(|today| today.refusal);
    Ok(refusal.map_or(Ok(()), Err))
}

fn require_today(conn: &mut DbConn, sha256: &str) -> AppResult<()> {
    check_today(conn, sha256)?.map_err(|code| AppError::field_refusal("file", code))
}

/// Whether a file can be what an authority issues: an organisation has signed it. That the signatures are sound, and of the
/// trust list, was found out when the file came in; nothing else comes in for a vault.
pub fn check_seal(report: &VerificationReport) -> Result<(), ErrorCode> {
    let is_sealed = report
        .signatures
        .iter()
        .any(|signature| signature.kind == Some(SignerKind::Organisation));
    is_sealed.then_some(()).ok_or(ErrorCode::ResultNotSealed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::signature::report::Verdict;

    #[test]
    fn without_a_seal_it_is_no_result() {
        let report = VerificationReport {
            verdict: Verdict::TotalPassed,
            reasons: Vec::new(),
            warnings: Vec::new(),
            signatures: Vec::new(),
        };
        assert_eq!(check_seal(&report), Err(ErrorCode::ResultNotSealed));
    }
}
