//! What stands for the components of a draft: matched by the portal, taken from the vault, or sent from the device.

use super::assemble::{draft_view, list_filled, load_draft, record_of};
use super::domain::{Attached, Draft, too_old};
use super::draft::store as drafts;
use super::fitting;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::send_file::FileRef;
use crate::identity::guard::Filer;
use crate::signature::service as signature;
use crate::state::AppState;
use crate::upload::service as upload;
use crate::vault::service as vault;
use motcua_shared::catalogue::dto::Component;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{Attach, AttachSource, AttachedBy, Attachment, DraftView};
use motcua_shared::filing::rule::check_signature;
use motcua_shared::id::{DraftId, PaperId, UploadId};
use motcua_shared::signature::report::{SignatureReport, VerificationReport};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{MediaType, UploadView};
use motcua_shared::vault::dto::PaperView;
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::rule::dated;

/// Attaches, by itself, the only paper that fits a component nobody dealt with yet. Several or none: nothing happens.
pub fn match_papers(conn: &mut DbConn, draft: &mut Draft, now: Timestamp) -> AppResult<bool> {
    if draft.round.is_some() {
        return Ok(false);
    }
    let account = draft.account_id;
    let mut found = Vec::new();
    for component in &draft.procedure.definition.components {
        if draft.is_dealt_with(&component.id) || component.accepts.is_empty() {
            continue;
        }
        let Some(only) = fitting::only(conn, account, component, draft.today)? else {
            continue;
        };
        let paper = vault::load_paper(conn, account, only)?;
        let mut attached = attached_paper(paper, AttachedBy::Portal);
        if !upload::scan_state(conn, &attached.attachment.sha256)?.is_clear()
            || check_today(conn, component.signature_required, &mut attached)?.is_err()
        {
            continue;
        }
        found.push((component.id.clone(), attached));
    }
    if found.is_empty() {
        return Ok(false);
    }
    advance(conn, draft, now)?;
    for (component_id, attached) in found {
        drafts::put_filled(conn, draft.id, &component_id, Some(&attached))?;
    }
    draft.components = list_filled(conn, draft.account_id, draft.id, &draft.procedure.definition)?;
    Ok(true)
}

/// Brings the verdict up to today, and says whether the file may stand for a component with it.
fn check_today(
    conn: &mut DbConn,
    signature_required: bool,
    attached: &mut Attached,
) -> AppResult<Result<(), ErrorCode>> {
    let attachment = &mut attached.attachment;
    let today = signature::list_today(conn, &[&attachment.sha256])?;
    let today = today.get(&attachment.sha256);
    if let Some(today) = today {
        attachment.verdict = Some(today.verdict);
        attachment.lacks_revocation = today.lacks_revocation;
    }
    Ok(match today.and_then(|today| today.refusal) {
        Some(code) => Err(code),
        None => check_signature(signature_required, attachment.verdict),
    })
}

/// Guards the change of a draft by its version.
fn advance(conn: &mut DbConn, draft: &mut Draft, now: Timestamp) -> AppResult<()> {
    let seen = draft.version;
    if !drafts::update_draft(conn, &record_of(draft), seen, now)? {
        return Err(ErrorCode::VersionConflict.into());
    }
    draft.version = seen.saturating_add(1);
    draft.changed_at = now;
    Ok(())
}

/// Looks for papers again: the person may have put one into the vault in the meantime.
pub async fn match_again(state: &AppState, filer: Filer, id: DraftId, lang: Lang) -> AppResult<DraftView> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let mut draft = load_draft(conn, filer.id(), id, now)?;
        if draft.dossier_id.is_none() {
            match_papers(conn, &mut draft, now)?;
        }
        draft_view(conn, &filer, draft, lang)
    };
    state.db.write(work).await
}

/// A component of a draft.
pub(super) fn component<'a>(draft: &'a Draft, component_id: &str) -> AppResult<&'a Component> {
    let components = &draft.procedure.definition.components;
    components
        .iter()
        .find(|component| component.id == component_id)
        .ok_or_else(|| ErrorCode::NotFound.into())
}

/// Attaches a file to a component. A paper must be of the same account; a file of the device is put to use.
pub async fn attach(
    state: &AppState,
    filer: Filer,
    id: DraftId,
    component_id: String,
    request: Attach,
    lang: Lang,
) -> AppResult<DraftView> {
    match request.source {
        AttachSource::Paper(paper) => {
            attach_paper(state, filer, id, component_id, request.version, paper, lang).await
        }
        AttachSource::Upload(upload) => {
            attach_upload(state, filer, id, component_id, request.version, upload, lang).await
        }
    }
}

async fn attach_paper(
    state: &AppState,
    filer: Filer,
    id: DraftId,
    component_id: String,
    version: u32,
    paper: PaperId,
    lang: Lang,
) -> AppResult<DraftView> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let paper = vault::load_paper(conn, filer.id(), paper)?;
        // What its owner hides no officer takes.
        if filer.at_desk.is_some() && !paper.item.is_visible {
            return Err(ErrorCode::NotFound.into());
        }
        upload::check_clear(conn, &paper.sha256)?;
        // A paper that left the vault is still shown where it was used; it is used nowhere else.
        let seen = [(paper.item.id, paper.sha256.clone())];
        if !vault::list_stale(conn, filer.id(), &seen)?.is_empty() {
            return Err(AppError::field_refusal("source", ErrorCode::PaperStale));
        }
        let attached = attached_paper(paper, AttachedBy::Person);
        put(
            conn,
            &filer,
            Target {
                id,
                component_id: &component_id,
                version,
            },
            Some(attached),
            now,
            lang,
        )
    };
    state.db.write(work).await
}

async fn attach_upload(
    state: &AppState,
    filer: Filer,
    id: DraftId,
    component_id: String,
    version: u32,
    upload_id: UploadId,
    lang: Lang,
) -> AppResult<DraftView> {
    let (hand, now) = (filer.hand(), state.clock.now());
    let sent = state
        .db
        .read(move |conn| upload::load(conn, hand, upload_id))
        .await?;
    let used_for = format!("{id}/{component_id}");
    if sent.used_for.as_deref() == Some(used_for.as_str()) {
        // The same request again after its answer was lost.
        let work = move |conn: &mut DbConn| {
            attached_before(conn, &filer, (id, &component_id), &sent.view, now, lang)
        };
        return state.db.read(work).await;
    }
    let file = sent.view.clone();
    let work = move |conn: &mut DbConn| {
        if !upload::claim(conn, &file, &used_for, now)? {
            // The same request at the same time was first; both get the draft as it made it.
            let sent = upload::load(conn, hand, upload_id)?;
            if sent.used_for.as_deref() != Some(used_for.as_str()) {
                return Err(ErrorCode::UploadGone.into());
            }
            return attached_before(conn, &filer, (id, &component_id), &file, now, lang);
        }
        upload::check_clear(conn, &file.sha256)?;
        let attached = attached_upload(file);
        put(
            conn,
            &filer,
            Target {
                id,
                component_id: &component_id,
                version,
            },
            Some(attached),
            now,
            lang,
        )
    };
    let db = state.db.clone();
    upload::keep(state, &sent.view, async move { db.write(work).await }).await
}

/// The answer to a request that came again: the draft, if the file still stands there. One that was taken away since is gone.
fn attached_before(
    conn: &mut DbConn,
    filer: &Filer,
    (id, component_id): (DraftId, &str),
    file: &UploadView,
    now: Timestamp,
    lang: Lang,
) -> AppResult<DraftView> {
    let draft = load_draft(conn, filer.id(), id, now)?;
    match draft.attached(component_id) {
        Some(attached) if attached.attachment.sha256 == file.sha256 => draft_view(conn, filer, draft, lang),
        _ => Err(ErrorCode::UploadGone.into()),
    }
}

/// Takes the file of a component away.
pub async fn detach(
    state: &AppState,
    filer: Filer,
    id: DraftId,
    component_id: String,
    version: u32,
    lang: Lang,
) -> AppResult<DraftView> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        put(
            conn,
            &filer,
            Target {
                id,
                component_id: &component_id,
                version,
            },
            None,
            now,
            lang,
        )
    };
    state.db.write(work).await
}

/// A component of a draft as the person saw it.
struct Target<'a> {
    id: DraftId,
    component_id: &'a str,
    version: u32,
}

fn put(
    conn: &mut DbConn,
    filer: &Filer,
    target: Target<'_>,
    mut attached: Option<Attached>,
    now: Timestamp,
    lang: Lang,
) -> AppResult<DraftView> {
    let mut draft = load_draft(conn, filer.id(), target.id, now)?;
    if draft.dossier_id.is_some() {
        return Err(ErrorCode::DraftSubmitted.into());
    }
    if draft.version != target.version {
        return Err(ErrorCode::VersionConflict.into());
    }
    let component = component(&draft, target.component_id)?;
    if let Some(attached) = &mut attached {
        check_today(conn, component.signature_required, attached)?
            .map_err(|code| AppError::field_refusal("file", code))?;
        if let Some(fault) = too_old(component, &attached.attachment, draft.today, "file") {
            return Err(AppError::refusal_of(fault));
        }
    }
    advance(conn, &mut draft, now)?;
    if let Some(before) = draft.attached(target.component_id) {
        let_go(conn, before, now)?;
    }
    drafts::put_filled(conn, draft.id, target.component_id, attached.as_ref())?;
    draft.components = list_filled(conn, draft.account_id, draft.id, &draft.procedure.definition)?;
    draft_view(conn, filer, draft, lang)
}

/// A file that came only for this draft is not kept without it; a paper stays in its vault.
pub(super) fn let_go(conn: &mut DbConn, attached: &Attached, now: Timestamp) -> AppResult<()> {
    match attached.attachment.paper_id {
        Some(_) => Ok(()),
        None => upload::release(conn, &attached.attachment.sha256, now),
    }
}

/// The file that stands for a component of a draft. Where an officer at the desk opens a paper, its owner reads of it.
pub async fn open_file(
    state: &AppState,
    filer: Filer,
    (id, component_id): (DraftId, String),
    is_viewed: bool,
) -> AppResult<FileRef> {
    let now = state.clock.now();
    let find = move |conn: &mut DbConn, filer: &Filer| {
        let draft = load_draft(conn, filer.id(), id, now)?;
        let attached = draft.attached(&component_id).ok_or(ErrorCode::NotFound)?;
        Ok::<_, AppError>((attached.attachment.paper_id, file_of(attached)))
    };
    let Some(desk) = filer.at_desk.clone() else {
        let found = state.db.read(move |conn| find(conn, &filer)).await?;
        return Ok(found.1);
    };
    let act = match is_viewed {
        true => PaperAct::Viewed,
        false => PaperAct::Downloaded,
    };
    let work = move |conn: &mut DbConn| {
        let (paper, file) = find(conn, &filer)?;
        if let Some(paper) = paper {
            let paper = vault::load_paper(conn, filer.id(), paper)?.item;
            let about = (filer.id(), &paper);
            vault::look::note_at_desk(conn, (&desk.officer, desk.look), about, act, now)?;
        }
        Ok(file)
    };
    state.db.write(work).await
}

/// The use of a paper that an attached file is, if it is one.
pub(super) fn use_of<'a>(component_id: &'a str, attached: &'a Attached) -> Option<vault::Use<'a>> {
    Some(vault::Use {
        paper: attached.attachment.paper_id?,
        sha256: &attached.attachment.sha256,
        component_id,
    })
}

/// Where the bytes of an attached file are.
pub(super) fn file_of(attached: &Attached) -> FileRef {
    FileRef {
        sha256: attached.attachment.sha256.clone(),
        file_name: attached.attachment.file_name.clone(),
        media_type: attached.media_type.clone(),
        size: attached.attachment.size,
    }
}

fn attached_paper(paper: PaperView, attached_by: AttachedBy) -> Attached {
    let attachment = Attachment {
        paper_id: Some(paper.item.id),
        name: paper.item.name,
        file_name: paper.item.file_name,
        size: paper.item.size,
        sha256: paper.sha256,
        verdict: Some(paper.item.verdict),
        lacks_revocation: paper.item.lacks_revocation,
        signed_by: paper.item.signed_by,
        signed_at: paper.item.signed_at,
        issued_on: dated(paper.item.issued_on, paper.report.proven_time()),
        attached_by,
    };
    Attached {
        attachment,
        media_type: MediaType::Pdf.as_str().to_owned(),
    }
}

fn attached_upload(file: UploadView) -> Attached {
    let last = file.report.as_ref().and_then(|report| report.signatures.last());
    let attachment = Attachment {
        paper_id: None,
        name: file.file_name.clone(),
        signed_by: last
            .and_then(|signature| signature.signer.as_ref())
            .map(|signer| signer.common_name.clone()),
        signed_at: last.and_then(SignatureReport::best_time),
        issued_on: file
            .report
            .as_ref()
            .and_then(|report| dated(None, report.proven_time())),
        verdict: file.report.as_ref().map(|report| report.verdict),
        lacks_revocation: file
            .report
            .as_ref()
            .is_some_and(VerificationReport::lacks_revocation),
        file_name: file.file_name,
        size: file.size,
        sha256: file.sha256,
        attached_by: AttachedBy::Person,
    };
    Attached {
        attachment,
        media_type: file.media_type.as_str().to_owned(),
    }
}
