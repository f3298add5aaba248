//! Putting papers in and reading them.

use super::store::{self, NewPaper};
use crate::audit::service::{Action, record};
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::page::{Cursor, ListQuery, page};
use crate::http::send_file::FileRef;
use crate::identity::domain::Account;
use crate::identity::guard::Filer;
use crate::signature::service as signature;
use crate::state::AppState;
use crate::upload::service as upload;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, PaperId};
use motcua_shared::page::Page;
use motcua_shared::search_key::search_key;
use motcua_shared::signature::dto::CheckStatement;
use motcua_shared::signature::report::{SignatureReport, VerificationReport};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{AddPaper, PaperListItem, PaperView};
use motcua_shared::vault::rule::{
    MAX_DECISION_NUMBER, MAX_NAME, MAX_SUMMARY, optional_text, propose_code, required_text, vault_kind,
};
use std::collections::HashMap;

/// One page of a vault.
pub fn list(conn: &mut DbConn, account: AccountId, query: &ListQuery) -> AppResult<Page<PaperListItem>> {
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let words = query.words();
    let rows = store::list(
        conn,
        account,
        words.as_deref().unwrap_or_default(),
        cursor,
        query.limit(),
    )?;
    let total = match words {
        None => Some(store::count(conn, account)?),
        Some(_) => None,
    };
    Ok(page(rows, query.limit(), cursor, |paper| paper.id.uuid(), total))
}

/// One paper.
pub fn load_paper(conn: &mut DbConn, account: AccountId, id: PaperId) -> AppResult<PaperView> {
    let mut paper = store::find(conn, account, id)?.ok_or(ErrorCode::NotFound)?;
    paper.current = signature::current(conn, &paper.sha256)?;
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

/// Counts a use in a dossier, in its transaction. A paper that is not of this account is refused.
pub fn count_use(
    conn: &mut DbConn,
    account: AccountId,
    paper: PaperId,
    dossier: DossierId,
    component_id: &str,
    now: Timestamp,
) -> AppResult<()> {
    if store::count_use(conn, account, paper, dossier, component_id, now)? {
        Ok(())
    } else {
        Err(ErrorCode::NotFound.into())
    }
}

/// Puts a sent file into the vault. Doing it again with the same file gives the same paper.
pub async fn add(state: &AppState, filer: Filer, request: AddPaper) -> AppResult<PaperView> {
    let owner = filer.id();
    let id = request.upload_id;
    let sent = state
        .db
        .read(move |conn| upload::load(conn, owner, id))
        .await
        .map_err(mark_file)?;
    if let Some(paper) = sent.used_for.as_deref().and_then(PaperId::parse) {
        return state
            .db
            .read(move |conn| load_paper(conn, owner, paper))
            .await
            .map_err(mark_file);
    }
    let is_for_vault = sent.used_for.is_none() && sent.purpose == Purpose::Vault;
    let Some(report) = sent.view.report.clone().filter(|_| is_for_vault) else {
        return Err(AppError::field_refusal("file", ErrorCode::UploadGone));
    };
    let now = state.clock.now();
    let file = sent.view.clone();
    let work = move |conn: &mut DbConn| {
        let paper = check(conn, &filer.account, &request, &file, report, now)?;
        if !upload::claim(conn, &file, &paper.id.to_string(), now)? {
            // The same request at the same time was first; its paper is the answer to both.
            let used_for = upload::load(conn, owner, id).map_err(mark_file)?.used_for;
            let first = used_for.as_deref().and_then(PaperId::parse);
            return load_paper(
                conn,
                owner,
                first.ok_or_else(|| mark_file(ErrorCode::UploadGone.into()))?,
            );
        }
        if !store::insert(conn, &paper)? {
            refuse_duplicate(conn, owner, &file.sha256)?;
            return Err(ErrorCode::VersionConflict.into());
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

fn mark_file(error: AppError) -> AppError {
    if error.code == ErrorCode::UploadGone {
        AppError::field_refusal("file", error.code)
    } else {
        error
    }
}

/// Checks every field, so that all faults are told at once.
fn check(
    conn: &mut DbConn,
    account: &Account,
    request: &AddPaper,
    file: &UploadView,
    report: VerificationReport,
    now: Timestamp,
) -> AppResult<NewPaper> {
    let mut faults = Vec::new();
    let category = catalogue::find_category(conn, &request.category_code)?;
    if category.is_none() {
        faults.push(FieldFault::new("category_code", ErrorCode::NotAChoice));
    }
    let name = required_text(&request.name, MAX_NAME);
    let number = optional_text(request.decision_number.as_deref(), MAX_DECISION_NUMBER);
    let summary = optional_text(request.summary.as_deref(), MAX_SUMMARY);
    if let Err(code) = &name {
        faults.push(FieldFault::new("name", *code).with("max", MAX_NAME));
    }
    if let Err(code) = &number {
        faults.push(FieldFault::new("decision_number", *code).with("max", MAX_DECISION_NUMBER));
    }
    if let Err(code) = &summary {
        faults.push(FieldFault::new("summary", *code).with("max", MAX_SUMMARY));
    }
    let (Some(category), Ok(name), Ok(decision_number), Ok(summary)) = (category, name, number, summary)
    else {
        return Err(AppError::fields(faults));
    };
    let last = report.signatures.last();
    let signed_by = last
        .and_then(|signature| signature.signer.as_ref())
        .map(|signer| signer.common_name.clone());
    let signed_at = last.and_then(SignatureReport::best_time);
    let code = propose_code(
        account.kind,
        &account.identifier,
        &category.code,
        request.issued_on,
    );
    let searched = [
        Some(code.as_str()),
        Some(name.as_str()),
        Some(category.name.as_str()),
        Some(account.identifier.as_str()),
        Some(account.name.as_str()),
        decision_number.as_deref(),
        summary.as_deref(),
    ];
    let words: Vec<&str> = searched.into_iter().flatten().collect();
    Ok(NewPaper {
        id: new_id(PaperId::from_uuid),
        account_id: account.id,
        search_key: search_key(&words.join(" ")),
        code,
        name,
        category_code: category.code,
        vault_kind: vault_kind(account.kind),
        file_name: file.file_name.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
        identifier: account.identifier.clone(),
        decision_number,
        summary,
        issued_on: request.issued_on,
        is_visible: request.is_visible,
        is_shared: request.is_shared,
        report,
        signed_by,
        signed_at,
        added_at: now,
    })
}

/// The file of a paper; reading it is recorded.
pub async fn open_file(state: &AppState, filer: Filer, id: PaperId) -> AppResult<FileRef> {
    let now = state.clock.now();
    let owner = filer.id();
    state
        .db
        .write(move |conn| {
            let file = store::find_file(conn, owner, id)?.ok_or(ErrorCode::NotFound)?;
            record(conn, now, Some(owner), Action::PaperRead, id, &filer.request_id)?;
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
            let file = store::find_file(conn, owner, id)?.ok_or(ErrorCode::NotFound)?;
            record(conn, now, Some(owner), Action::PaperRead, id, &filer.request_id)?;
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
    let paper = state.db.read(move |conn| load_paper(conn, owner, id)).await?;
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
