//! Putting papers in and reading them.

use super::domain::{SearchedFile, signers};
use super::edit::store as edits;
use super::entry::{Said, check, new_file};
use super::grant::service as grant;
use super::log::service::{Entry, note};
use super::origin::store as origins;
use super::store::{self, NewPaper, Origin};
use super::uses::store as uses;
use crate::audit::service::{Action, record};
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::send_file::FileRef;
use crate::identity::domain::Account;
use crate::identity::guard::Filer;
use crate::secret::sha256_hex;
use crate::signature::service as signature;
use crate::state::AppState;
use crate::upload::service::{self as upload, Upload};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, PaperId};
use motcua_shared::signature::dto::CheckStatement;
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{AddPaper, PaperListItem, PaperView, VaultKind};
use motcua_shared::vault::log::PaperAct;
use std::collections::HashMap;

// Offered to other features.
pub use super::certified::office::service as certifying_office;
pub use super::entry::FileFacts;
pub use super::{
    filed, issue, log::service as log, look::agreement as look, origin::service as origin,
    uses::service as uses_log,
};

/// One paper, with the files that stood under it before.
pub fn load_paper(conn: &mut DbConn, account: AccountId, id: PaperId) -> AppResult<PaperView> {
    let mut paper = store::find(conn, account, id)?.ok_or(ErrorCode::NotFound)?;
    paper.current = signature::current(conn, &paper.sha256)?;
    // The row follows a moment later.
    if let Some(current) = &paper.current {
        paper.item.verdict = current.report.verdict;
        paper.item.lacks_revocation = current.report.lacks_revocation();
    }
    paper.struck = edits::list_struck(conn, id)?;
    Ok(paper)
}

/// Papers of these categories, newest first.
pub fn list_of_categories(
    conn: &mut DbConn,
    account: AccountId,
    categories: &[String],
    limit: i64,
) -> AppResult<Vec<PaperListItem>> {
    store::list_of_categories(conn, account, categories, limit)
}

/// How many papers of each of these categories there are.
pub fn count_of_categories(
    conn: &mut DbConn,
    account: AccountId,
    categories: &[String],
) -> AppResult<HashMap<String, u32>> {
    store::count_of_categories(conn, account, categories)
}

/// How many papers a vault holds.
pub fn count_papers(conn: &mut DbConn, account: AccountId) -> AppResult<u32> {
    u32::try_from(store::count(conn, account)?).map_err(AppError::internal)
}

/// A paper as it was attached to a draft.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    /// The paper.
    pub paper: PaperId,
    /// The bytes that were attached.
    pub sha256: &'a str,
    /// The component that it stands for.
    pub component_id: &'a str,
}

/// Counts uses in a dossier, in its transaction. A paper that is not of this account, was removed or has another file by
/// now is refused.
pub fn count_uses(
    conn: &mut DbConn,
    account: AccountId,
    uses: &[Use<'_>],
    dossier: (DossierId, &str),
    now: Timestamp,
) -> AppResult<()> {
    if uses.is_empty() {
        return Ok(());
    }
    let (id, code) = dossier;
    let versions = uses::count_uses(conn, account, uses, id, now)?.map_err(|places| {
        let stale = places.into_iter().filter_map(|place| uses.get(place));
        let fault = |used: &Use<'_>| {
            FieldFault::new(format!("components.{}", used.component_id), ErrorCode::PaperStale)
        };
        AppError::fields(stale.map(fault).collect())
    })?;
    let entries: Vec<Entry> = uses
        .iter()
        .zip(versions)
        .map(|(used, file_version)| Entry {
            dossier: Some((id, code.to_owned())),
            ..Entry::of_owner(account, used.paper, file_version, PaperAct::Attached)
        })
        .collect();
    log::note_all(conn, &entries, now)
}

/// Which of these attached papers were removed or have another file by now.
pub fn list_stale(
    conn: &mut DbConn,
    account: AccountId,
    attached: &[(PaperId, String)],
) -> AppResult<Vec<PaperId>> {
    uses::list_stale(conn, account, attached)
}

/// Puts a sent file into the vault. Doing it again with the same file and the same words gives the same paper; other words
/// are refused, so that nobody takes them for kept.
pub async fn add(state: &AppState, filer: Filer, request: AddPaper) -> AppResult<PaperView> {
    let owner = filer.id();
    let id = request.upload_id;
    let said = sha256_hex(&serde_json::to_vec(&request)?);
    let sent = state
        .db
        .read(move |conn| upload::load(conn, owner, id))
        .await
        .map_err(mark_file)?;
    if let Some(paper) = sent.used_for.as_deref().and_then(PaperId::parse) {
        return state
            .db
            .read(move |conn| load_added(conn, owner, paper, &said))
            .await
            .map_err(mark_file);
    }
    let report = sent_for_vault(&sent)?;
    let now = state.clock.now();
    let file = sent.view.clone();
    let work = move |conn: &mut DbConn| {
        let new = new_id(PaperId::from_uuid);
        if !upload::claim(conn, &file, &new.to_string(), now)? {
            // The same request at the same time was first; its paper is the answer to both.
            let used_for = upload::load(conn, owner, id).map_err(mark_file)?.used_for;
            let first = used_for.as_deref().and_then(PaperId::parse);
            let first = first.ok_or_else(|| mark_file(ErrorCode::UploadGone.into()))?;
            return load_added(conn, owner, first, &said);
        }
        let paper = new_paper(conn, new, &filer.account, (&request, &said), (&file, report), now)?;
        if !store::insert(conn, &paper)? {
            refuse_duplicate(conn, owner, &file.sha256)?;
            return Err(ErrorCode::VersionConflict.into());
        }
        note(conn, Entry::of_owner(owner, paper.id, 1, PaperAct::Added), now)?;
        if request.is_shared {
            grant::set_shared(conn, owner, paper.id, true, now)?;
            note(conn, Entry::of_owner(owner, paper.id, 1, PaperAct::Shared), now)?;
        }
        record(
            conn,
            now,
            Some(owner),
            Action::PaperAdded,
            paper.id,
            &filer.request_id,
        )?;
        load_paper(conn, owner, paper.id)
    };
    let db = state.db.clone();
    upload::keep(state, &sent.view, async move { db.write(work).await }).await
}

/// A paper that was put in before, if it was with these words.
fn load_added(conn: &mut DbConn, owner: AccountId, id: PaperId, said: &str) -> AppResult<PaperView> {
    let paper = load_paper(conn, owner, id)?;
    // Papers of an older portal do not know.
    match origins::find_added_as(conn, id)? {
        Some(first) if first != said => match paper.removed_at {
            None => Err(AppError::new(ErrorCode::PaperAddedOtherwise).with("code", paper.item.code)),
            Some(_) => Err(ErrorCode::IdempotencyMismatch.into()),
        },
        _ => Ok(paper),
    }
}

/// The report of a file that was sent for the vault and not put to use yet.
pub(super) fn sent_for_vault(sent: &Upload) -> AppResult<VerificationReport> {
    let is_for_vault = sent.used_for.is_none() && sent.purpose == Purpose::Vault;
    sent.view
        .report
        .clone()
        .filter(|_| is_for_vault)
        .ok_or_else(|| AppError::field_refusal("file", ErrorCode::UploadGone))
}

/// Refuses a file that is in the vault already, before it is put to use.
pub fn refuse_duplicate(conn: &mut DbConn, account: AccountId, sha256: &str) -> AppResult<()> {
    match store::find_code_by_digest(conn, account, sha256)? {
        Some(code) => Err(duplicate(&code)),
        None => Ok(()),
    }
}

fn duplicate(code: &str) -> AppError {
    AppError::field_refusal("file", ErrorCode::PaperDuplicate).with("code", code)
}

pub(super) fn mark_file(error: AppError) -> AppError {
    if error.code == ErrorCode::UploadGone {
        AppError::field_refusal("file", error.code)
    } else {
        error
    }
}

fn new_paper(
    conn: &mut DbConn,
    id: PaperId,
    account: &Account,
    (request, said_as): (&AddPaper, &str),
    (file, report): (&UploadView, VerificationReport),
    now: Timestamp,
) -> AppResult<NewPaper> {
    let category = catalogue::choose_category(conn, &request.category_code)?;
    let said = Said {
        category_code: &request.category_code,
        name: &request.name,
        decision_number: request.decision_number.as_deref(),
        summary: request.summary.as_deref(),
        issued_on: request.issued_on,
        owner_name: request.owner_name.as_deref(),
    };
    let signers = signers(&report);
    let said = check(
        account,
        &said,
        category
            .as_ref()
            .map(|category| category.name.as_str())
            .map_err(|code| *code),
        None,
        SearchedFile {
            name: &file.file_name,
            signers: &signers,
        },
        now.vietnam_date(),
    )?;
    Ok(NewPaper {
        id,
        account_id: account.id,
        code: said.code,
        name: said.name,
        category_code: request.category_code.clone(),
        vault_kind: VaultKind::Own,
        origin: Origin::default(),
        identifier: account.identifier.clone(),
        owner_name: said.owner_name,
        decision_number: said.decision_number,
        summary: said.summary,
        issued_on: said.issued_on,
        is_visible: request.is_visible,
        search_key: said.search_key,
        file: new_file(conn, file.into(), report, Some(account.id))?,
        added_as: Some(said_as.to_owned()),
        added_at: now,
    })
}

/// A file of a paper, the present one unless a number is given; reading it is recorded.
pub async fn open_file(
    state: &AppState,
    filer: Filer,
    id: PaperId,
    number: Option<u32>,
    is_viewed: bool,
) -> AppResult<FileRef> {
    let now = state.clock.now();
    let owner = filer.id();
    state
        .db
        .write(move |conn| {
            let number = match number {
                Some(number) => number,
                None => {
                    store::find(conn, owner, id)?
                        .ok_or(ErrorCode::NotFound)?
                        .item
                        .file_version
                }
            };
            let file = store::find_file(conn, owner, id, number)?.ok_or(ErrorCode::NotFound)?;
            record(conn, now, Some(owner), Action::PaperRead, id, &filer.request_id)?;
            let act = if is_viewed {
                PaperAct::Viewed
            } else {
                PaperAct::Downloaded
            };
            note(conn, Entry::of_owner(owner, id, number, act), now)?;
            Ok(file)
        })
        .await
}

/// The bytes of a paper that one of its signatures, counted from 1, was made over; reading them is recorded.
pub async fn open_as_signed(
    state: &AppState,
    filer: Filer,
    id: PaperId,
    number: usize,
) -> AppResult<FileRef> {
    let now = state.clock.now();
    let owner = filer.id();
    state
        .db
        .write(move |conn| {
            let paper = load_paper(conn, owner, id)?;
            let place = number.checked_sub(1).ok_or(ErrorCode::NotFound)?;
            let signature = paper.report.signatures.get(place).ok_or(ErrorCode::NotFound)?;
            let length = signature
                .signed_length
                .filter(|length| *length <= paper.item.size);
            let version = paper.item.file_version;
            let file = store::find_file(conn, owner, id, version)?.ok_or(ErrorCode::NotFound)?;
            record(conn, now, Some(owner), Action::PaperRead, id, &filer.request_id)?;
            note(
                conn,
                Entry::of_owner(owner, id, version, PaperAct::Downloaded),
                now,
            )?;
            let stem = file.file_name.strip_suffix(".pdf").unwrap_or(&file.file_name);
            Ok(FileRef {
                file_name: format!("{stem}-chu-ky-{number}.pdf"),
                size: length.ok_or(ErrorCode::NotFound)?,
                ..file
            })
        })
        .await
}

/// The newest verdict over a paper as a PDF, with the name to keep it under.
pub async fn print_report(
    state: &AppState,
    owner: AccountId,
    id: PaperId,
    lang: Lang,
) -> AppResult<(String, Vec<u8>)> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let paper = load_paper(conn, owner, id)?;
        let version = paper.item.file_version;
        note(conn, Entry::of_owner(owner, id, version, PaperAct::Checked), now)?;
        Ok(paper)
    };
    let paper = state.db.write(work).await?;
    let (checked_at, report) = match paper.current {
        Some(current) => (current.verified_at, current.report),
        None => (paper.item.added_at, paper.report),
    };
    let statement = CheckStatement {
        file_name: paper.item.file_name,
        size: paper.item.size,
        sha256: paper.sha256,
        checked_at,
        report,
    };
    signature::print(state, statement, lang).await
}
