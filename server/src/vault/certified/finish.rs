//! How a request ends at the desk: with the copy in the owner's vault, or with a reason why not.

use super::super::issue::{self as vault, Issued};
use super::super::log::service::Actor;
use super::ask::{again, tell};
use super::desk::{file_name, require_desk, seen_alone, unit_name};
use super::domain::{CATEGORY, Event, one_line};
use super::register::service as register;
use super::store;
use crate::audit::service::{Action, record};
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::identity::service as identity;
use crate::notification::service::Notice;
use crate::state::AppState;
use crate::upload::service as uploads;
use anyhow::anyhow;
use chrono::Datelike;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{CertifiedCopyId, UploadId};
use motcua_shared::text::{Lang, certified as words};
use motcua_shared::upload::dto::{MediaType, ScanState, UploadView};
use motcua_shared::vault::certified::{
    CopyState, CopyView, MAX_NOTE, RefusalGround, RefuseCopy, full_number,
};

/// Puts the copy into the owner's vault. Doing it again gives the same paper.
pub async fn issue(
    state: &AppState,
    officer: Officer,
    id: CertifiedCopyId,
    version: u32,
) -> AppResult<CopyView> {
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    let view = state
        .db
        .write(move |conn| {
            let mut request = seen_alone(conn, &officer, id)?;
            require_desk(conn, &officer)?;
            if request.state == CopyState::Issued {
                return again(conn, id, fee);
            }
            if request.version != version {
                return Err(ErrorCode::VersionConflict.into());
            }
            request.go(Event::Issue)?;
            let (Some(taken), Some(document)) = (&request.taken, &request.document) else {
                return Err(AppError::internal(anyhow!(
                    "a sealed copy without number or file"
                )));
            };
            let report = document.report.clone();
            let report =
                report.ok_or_else(|| AppError::internal(anyhow!("a sealed copy that nobody judged")))?;
            if vault::check_today(conn, &document.sha256)?.is_err() {
                return Err(ErrorCode::CopySignatureFailed.into());
            }
            let owner = identity::load_account(conn, request.owner)?;
            let year = taken.certified_on.year();
            let file = UploadView {
                id: new_id(UploadId::from_uuid),
                file_name: file_name(&request),
                size: document.size,
                sha256: document.sha256.clone(),
                media_type: MediaType::Pdf,
                report: Some(report.clone()),
                scan: ScanState::Unscanned,
                ends_at: now,
            };
            let issued = Issued {
                owner: owner.clone(),
                category_code: CATEGORY.to_owned(),
                name: None,
                result_code: Some(full_number(taken.number, year)),
                decision_number: None,
                summary: Some(request.description.clone()),
                issued_on: Some(taken.certified_on),
                issuer: request.unit,
                dossier: None,
            };
            let actor = Actor::Officer {
                id: officer.id(),
                name: officer.account.name.clone(),
                unit: unit_name(conn, &officer)?,
                unit_id: officer.unit,
            };
            let number = format!("{:02}/{year}", taken.number);
            request.paper = Some(vault::issue(conn, issued, &file, report, actor, now)?);
            store::save(conn, &request, now)?;
            register::close(conn, id)?;
            let action = Action::CopyIssued;
            record(conn, now, Some(officer.id()), action, id, &officer.request_id)?;
            tell(conn, &owner, Notice::CopyIssued { number }, now)?;
            again(conn, id, fee)
        })
        .await?;
    state.bell.ring();
    Ok(view)
}

/// Says no. A number that was given is struck in the register and never given again.
pub async fn refuse(
    state: &AppState,
    officer: Officer,
    id: CertifiedCopyId,
    refusal: RefuseCopy,
) -> AppResult<CopyView> {
    let note = one_line(refusal.note.as_deref().unwrap_or_default());
    if note.chars().count() > MAX_NOTE {
        return Err(AppError::field("note", ErrorCode::TooLong).with("max", MAX_NOTE));
    }
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    let view = state
        .db
        .write(move |conn| {
            let mut request = seen_alone(conn, &officer, id)?;
            require_desk(conn, &officer)?;
            if request.version != refusal.version {
                return Err(ErrorCode::VersionConflict.into());
            }
            request.go(Event::Refuse)?;
            if request.taken.is_some() {
                register::strike(conn, id, ground_words(refusal.ground))?;
            }
            request.ground = Some(refusal.ground);
            request.note = Some(note).filter(|note| !note.is_empty());
            request.order = None;
            let gone = request.document.take();
            store::save(conn, &request, now)?;
            if let Some(gone) = gone {
                uploads::release(conn, &gone.sha256, now)?;
            }
            let action = Action::CopyRefused;
            record(conn, now, Some(officer.id()), action, id, &officer.request_id)?;
            let owner = identity::load_account(conn, request.owner)?;
            tell(conn, &owner, Notice::CopyRefused { at: now }, now)?;
            again(conn, id, fee)
        })
        .await?;
    state.bell.ring();
    Ok(view)
}

/// The register is Vietnamese, whatever the officer reads.
fn ground_words(ground: RefusalGround) -> &'static str {
    let lang = Lang::Vi;
    match ground {
        RefusalGround::Altered => words::ground_altered(lang),
        RefusalGround::Damaged => words::ground_damaged(lang),
        RefusalGround::Secret => words::ground_secret(lang),
        RefusalGround::Unlawful => words::ground_unlawful(lang),
        RefusalGround::NotLegalised => words::ground_not_legalised(lang),
        RefusalGround::Unconfirmed => words::ground_unconfirmed(lang),
        RefusalGround::NoOriginal => words::ground_no_original(lang),
    }
}
