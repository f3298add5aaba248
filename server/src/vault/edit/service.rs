//! Changing, replacing, removing.

use super::store::{self, Changes};
use crate::audit::service::{Action, record};
use crate::catalogue::service as catalogue;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult};
use crate::identity::guard::Filer;
use crate::state::AppState;
use crate::upload::service::{self as upload, Upload};
use crate::vault::domain::{SearchKey, SearchedFile, signers_of};
use crate::vault::entry::{Said, check, new_file};
use crate::vault::grant::service as grant;
use crate::vault::log::service::{Entry, note};
use crate::vault::service::{load_paper, mark_file, refuse_duplicate, sent_for_vault};
use crate::vault::store as papers;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::{ChangePaper, PaperListItem, PaperView, RemovePaper, ReplaceFile, StruckWhy};
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::rule::{MAX_NOTE, optional_text};

/// A paper of the account that was not removed, in the version that was seen.
fn seen(conn: &mut DbConn, account: AccountId, id: PaperId, version: u32) -> AppResult<PaperView> {
    let paper = load_paper(conn, account, id)?;
    if paper.removed_at.is_some() {
        return Err(ErrorCode::NotFound.into());
    }
    if paper.item.version != version {
        return Err(ErrorCode::VersionConflict.into());
    }
    Ok(paper)
}

/// Changes what is said of a paper. Of what an authority issued only "Hiển thị" and "Chia sẻ" are the owner's to say.
pub async fn change(
    state: &AppState,
    filer: Filer,
    id: PaperId,
    request: ChangePaper,
) -> AppResult<PaperView> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let owner = filer.id();
        let before = seen(conn, owner, id, request.version)?;
        let said = Said {
            category_code: &request.category_code,
            name: &request.name,
            decision_number: request.decision_number.as_deref(),
            summary: request.summary.as_deref(),
            issued_on: request.issued_on,
            owner_name: request.owner_name.as_deref(),
        };
        let is_same = before.item.category_code == request.category_code
            && before.item.name == request.name
            && before.item.decision_number == request.decision_number
            && before.item.summary == request.summary
            && before.item.issued_on == request.issued_on
            && request
                .owner_name
                .as_ref()
                .is_none_or(|name| *name == before.item.owner_name);
        if !is_same && !before.item.vault_kind.is_owners_to_change() {
            return Err(ErrorCode::PaperNotOwners.into());
        }
        // A category that was retired since stays good for the papers that have it.
        let kept =
            (before.item.category_code == request.category_code).then(|| before.item.category_name.clone());
        let category = match (catalogue::choose_category(conn, &request.category_code)?, kept) {
            (Ok(category), _) => Ok(category.name),
            (Err(_), Some(name)) => Ok(name),
            (Err(code), None) => Err(code),
        };
        let checked = (!is_same).then(|| {
            check(
                &filer.account,
                &said,
                category.as_deref().map_err(|code| *code),
                before.item.result_code.as_deref(),
                SearchedFile {
                    name: &before.item.file_name,
                    signers: &signers_of(&before),
                },
                now.vietnam_date(),
            )
        });
        let checked = checked.transpose()?;
        let changes = Changes {
            checked: checked.as_ref(),
            category_code: &request.category_code,
            is_visible: request.is_visible,
        };
        if !store::update(conn, owner, id, request.version, &changes)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        let file_version = before.item.file_version;
        if !is_same || before.item.is_visible != request.is_visible {
            let entry = Entry {
                detail: Some(serde_json::to_string(&before.item)?),
                ..Entry::of_owner(owner, id, file_version, PaperAct::Edited)
            };
            note(conn, entry, now)?;
        }
        if grant::set_shared(conn, owner, id, request.is_shared, now)? {
            let act = if request.is_shared {
                PaperAct::Shared
            } else {
                PaperAct::ShareEnded
            };
            note(conn, Entry::of_owner(owner, id, file_version, act), now)?;
        }
        record(
            conn,
            now,
            Some(owner),
            Action::PaperChanged,
            id,
            &filer.request_id,
        )?;
        load_paper(conn, owner, id)
    };
    state.db.write(work).await
}

/// Puts another file in the place of a paper's file. Doing it again with the same upload and the same words changes nothing;
/// other words are refused, so that nobody takes them for kept.
pub async fn replace(
    state: &AppState,
    filer: Filer,
    id: PaperId,
    request: ReplaceFile,
) -> AppResult<PaperView> {
    let owner = filer.id();
    let upload_id = request.upload_id;
    let note_text = note_text(request.note.as_deref())?;
    let look = move |conn: &mut DbConn| {
        load_paper(conn, owner, id)?;
        upload::load(conn, owner, upload_id).map_err(mark_file)
    };
    let sent = state.db.read(look).await?;
    if is_for(&sent, id) {
        return state
            .db
            .read(move |conn| load_replaced(conn, owner, id, &sent, note_text.as_deref()))
            .await;
    }
    let report = sent_for_vault(&sent)?;
    let now = state.clock.now();
    let view = sent.view.clone();
    let work = move |conn: &mut DbConn| {
        if !upload::claim(conn, &view, &id.to_string(), now)? {
            // The same request at the same time was first; its paper is the answer to both.
            let sent = upload::load(conn, owner, upload_id).map_err(mark_file)?;
            return match is_for(&sent, id) {
                true => load_replaced(conn, owner, id, &sent, note_text.as_deref()),
                false => Err(mark_file(ErrorCode::UploadGone.into())),
            };
        }
        let before = seen(conn, owner, id, request.version)?;
        if !before.item.vault_kind.is_owners_to_change() {
            return Err(ErrorCode::PaperNotOwners.into());
        }
        let file = new_file(conn, (&view).into(), report, Some(owner))?;
        let struck = store::Strike {
            by: Some(owner),
            why: StruckWhy::Replaced,
            note: note_text.as_deref(),
        };
        put_in_place(conn, owner, &before, &file, struck, now)?;
        let entry = Entry {
            detail: Some(before.sha256.clone()),
            ground: note_text,
            ..Entry::of_owner(owner, id, before.item.file_version + 1, PaperAct::Replaced)
        };
        note(conn, entry, now)?;
        record(
            conn,
            now,
            Some(owner),
            Action::PaperReplaced,
            id,
            &filer.request_id,
        )?;
        load_paper(conn, owner, id)
    };
    let db = state.db.clone();
    upload::keep(state, &sent.view, async move { db.write(work).await }).await
}

fn is_for(sent: &Upload, paper: PaperId) -> bool {
    sent.used_for.as_deref().and_then(PaperId::parse) == Some(paper)
}

/// A paper whose file was replaced before, if it was with these words.
fn load_replaced(
    conn: &mut DbConn,
    owner: AccountId,
    id: PaperId,
    sent: &Upload,
    words: Option<&str>,
) -> AppResult<PaperView> {
    let said = store::list_replaced_with(conn, id, &sent.view.sha256)?;
    match said.iter().any(|said| said.as_deref() == words) {
        true => load_paper(conn, owner, id),
        false => Err(ErrorCode::IdempotencyMismatch.into()),
    }
}

/// Strikes the present file out and puts another in its place.
pub(in crate::vault) fn put_in_place(
    conn: &mut DbConn,
    owner: AccountId,
    before: &PaperView,
    file: &papers::NewFile,
    strike: store::Strike<'_>,
    now: Timestamp,
) -> AppResult<()> {
    let id = before.item.id;
    let next = before.item.file_version + 1;
    let named = PaperListItem {
        file_name: file.file_name.clone(),
        ..before.item.clone()
    };
    let key = SearchKey::of_item(&named, &file.signers);
    if !store::update_file(conn, owner, id, before.item.version, next, (file, &key))? {
        return Err(ErrorCode::VersionConflict.into());
    }
    store::strike(conn, id, before.item.file_version, strike, now)?;
    if !papers::insert_version(conn, owner, id, next, file, now)? {
        refuse_duplicate(conn, owner, &file.sha256)?;
        return Err(ErrorCode::VersionConflict.into());
    }
    Ok(())
}

/// Takes a paper out of the vault. Dossiers that have it keep it, and so does the log.
pub async fn remove(state: &AppState, filer: Filer, id: PaperId, request: RemovePaper) -> AppResult<()> {
    let note_text = note_text(request.note.as_deref())?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let owner = filer.id();
        // No grant of it is given meanwhile.
        take_turn(conn, "paper-grants", &id.to_string())?;
        let before = seen(conn, owner, id, request.version)?;
        if !before.item.vault_kind.is_owners_to_remove() {
            return Err(ErrorCode::PaperNotOwners.into());
        }
        if !store::remove(conn, owner, id, request.version, now)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        let struck = store::Strike {
            by: Some(owner),
            why: StruckWhy::Removed,
            note: note_text.as_deref(),
        };
        store::strike(conn, id, before.item.file_version, struck, now)?;
        papers::count_paper(conn, owner, -1)?;
        grant::withdraw_all(conn, owner, id, now)?;
        let entry = Entry {
            ground: note_text,
            ..Entry::of_owner(owner, id, before.item.file_version, PaperAct::Removed)
        };
        note(conn, entry, now)?;
        record(
            conn,
            now,
            Some(owner),
            Action::PaperRemoved,
            id,
            &filer.request_id,
        )
    };
    state.db.write(work).await
}

fn note_text(text: Option<&str>) -> AppResult<Option<String>> {
    optional_text(text, MAX_NOTE).map_err(|code| AppError::field_refusal("note", code).with("max", MAX_NOTE))
}
