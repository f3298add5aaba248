//! What the desk does: asks for somebody who stands there, looks, takes the scan, has the copy made.

pub mod handler;

use super::ask::{self, Asked, again, begin, page_of, view};
use super::document;
use super::domain::{Document, Event, Request, Taken, is_page_count, one_line};
use super::office::service as office;
use super::office::store as offices;
use super::page::{Certification, render};
use super::register::service::{self as register, Written};
use super::store::{self, Of};
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::http::page::PageQuery;
use crate::http::send_file::FileRef;
use crate::identity::guard::Officer;
use crate::identity::service as identity;
use crate::state::AppState;
use crate::upload::service::{self as uploads, Announced};
use actix_web::web::Payload;
use bytes::Bytes;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::CertifiedCopyId;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::rule::parse_identity_number;
use motcua_shared::page::Page;
use motcua_shared::signature::Reason;
use motcua_shared::signature::report::Verdict;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{MediaType, Purpose, UploadView};
use motcua_shared::vault::certified::{
    AskCopyAtDesk, CopySigner, CopyState, CopyView, FeeTaken, MAX_NOTE, TakeOriginal,
};
use std::convert::Infallible;

/// What an officer of the unit may see: its desk, and who certifies there.
pub(super) fn seen(conn: &mut DbConn, officer: &Officer, id: CertifiedCopyId) -> AppResult<Request> {
    let found = store::find(conn, id)?.filter(|request| request.unit == officer.unit);
    let request = found.ok_or(ErrorCode::NotFound)?;
    may_work(conn, officer)?;
    Ok(request)
}

/// The same, with nobody else at it until the transaction ends.
pub(super) fn seen_alone(conn: &mut DbConn, officer: &Officer, id: CertifiedCopyId) -> AppResult<Request> {
    seen(conn, officer, id)?;
    store::lock(conn, id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

fn may_work(conn: &mut DbConn, officer: &Officer) -> AppResult<()> {
    let is_signer = offices::list_signers(conn, officer.unit)?
        .iter()
        .any(|signer| signer.account_id == officer.id());
    match is_signer {
        true => Ok(()),
        false => require_desk(conn, officer),
    }
}

pub(super) fn require_desk(conn: &mut DbConn, officer: &Officer) -> AppResult<()> {
    identity::require_role(conn, officer.id(), StaffRole::Desk)
}

/// What lies at the unit, newest first.
pub async fn list(
    state: &AppState,
    officer: Officer,
    of: Option<CopyState>,
    query: PageQuery,
) -> AppResult<Page<CopyView>> {
    let fee = state.config.certified.rates();
    state
        .db
        .read(move |conn| {
            may_work(conn, &officer)?;
            page_of(conn, Of::Unit(officer.unit, of), &query, fee)
        })
        .await
}

/// One request. That an officer opened it is noted.
pub async fn load(state: &AppState, officer: Officer, id: CertifiedCopyId) -> AppResult<CopyView> {
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    state
        .db
        .write(move |conn| {
            let request = seen(conn, &officer, id)?;
            let action = Action::CopyViewed;
            record(conn, now, Some(officer.id()), action, id, &officer.request_id)?;
            view(conn, request, fee)
        })
        .await
}

/// Asks for somebody who stands at the desk. Looking the number up counts as looking it up.
pub async fn ask_for(
    state: &AppState,
    officer: Officer,
    request: AskCopyAtDesk,
    key: String,
) -> AppResult<CopyView> {
    let number = parse_identity_number(&request.identity_number)
        .map_err(|code| AppError::field("identity_number", code))?;
    if !request.is_present {
        return Err(AppError::field("is_present", ErrorCode::ConsentNeeded));
    }
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    let limit = state.config.identity.staff_lookups_per_hour;
    state
        .db
        .write(move |conn| {
            require_desk(conn, &officer)?;
            let asked = (officer.unit, request.category_code.as_str());
            let about = (request.description.as_str(), request.pages);
            if let Some(before) = ask::repeated(conn, (officer.id(), &key), asked, about)? {
                let owner = identity::find_citizen(conn, &number)?.map(|owner| owner.id);
                return match owner == Some(before.owner) {
                    true => view(conn, before, fee).map(Ok),
                    false => Err(ErrorCode::IdempotencyMismatch.into()),
                };
            }
            office::load(conn, officer.unit)?;
            let original = ask::check(conn, &request.category_code, &request.description, request.pages)?;
            // What was written down of the limit stays, although the look-up is refused.
            let request_id = &officer.request_id;
            if let Err(wait) = identity::staff::count_lookup(conn, officer.id(), limit, now, request_id)? {
                let refusal = AppError::new(ErrorCode::TooManyLookups).with("limit", limit);
                return Ok(Err(refusal.retry_after(wait)));
            }
            let Some(owner) = identity::find_citizen(conn, &number)? else {
                return Ok(Err(AppError::field("identity_number", ErrorCode::NotFound)));
            };
            let actor = Some(officer.id());
            record(conn, now, actor, Action::AccountLookedUp, owner.id, request_id)?;
            let asked = Asked {
                unit: officer.unit,
                category_code: request.category_code,
                original,
                at_desk: true,
            };
            let new = begin(owner.id, asked, now);
            if !store::insert(conn, &new, officer.id(), &key)? {
                return Err(ErrorCode::VersionConflict.into());
            }
            record(conn, now, actor, Action::CopyAsked, new.id, request_id)?;
            view(conn, new, fee).map(Ok)
        })
        .await?
}

/// Receives the scan. Whether it is one for a request of this unit is asked before its bytes are read.
pub async fn receive(
    state: &AppState,
    officer: Officer,
    id: CertifiedCopyId,
    (file_name, key): (String, String),
    payload: Payload,
) -> AppResult<UploadView> {
    let account = officer.account.clone();
    state
        .db
        .read(move |conn| {
            seen(conn, &officer, id)?;
            require_desk(conn, &officer)
        })
        .await?;
    let announced = Announced {
        purpose: Purpose::Component,
        file_name,
        idempotency_key: key,
    };
    uploads::receive(state, &account, announced, payload).await
}

/// The file as it is now. That an officer opened it is noted.
pub async fn file(state: &AppState, officer: Officer, id: CertifiedCopyId) -> AppResult<FileRef> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            let request = seen(conn, &officer, id)?;
            let document = request.document.as_ref().ok_or(ErrorCode::NotFound)?;
            let file = FileRef {
                sha256: document.sha256.clone(),
                file_name: file_name(&request),
                media_type: MediaType::Pdf.as_str().to_owned(),
                size: document.size,
            };
            let action = Action::CopyViewed;
            record(conn, now, Some(officer.id()), action, id, &officer.request_id)?;
            Ok(file)
        })
        .await
}

/// What the file is called.
pub(super) fn file_name(request: &Request) -> String {
    let number = request.taken.as_ref().map(|taken| taken.number);
    format!("ban-sao-chung-thuc-{:02}.pdf", number.unwrap_or_default())
}

/// The scan must be a plain PDF: pictures are none, and what is signed is an original itself.
fn check_scan(scan: &UploadView) -> AppResult<()> {
    let refused = |code| Err(AppError::field_refusal("file", code));
    let Some(report) = scan.report.as_ref().filter(|_| scan.media_type == MediaType::Pdf) else {
        return refused(ErrorCode::FileNotPdf);
    };
    if report.reasons.contains(&Reason::Encrypted) {
        return refused(ErrorCode::FileEncrypted);
    }
    if report.verdict == Verdict::Unreadable {
        return refused(ErrorCode::FileDamaged);
    }
    if !report.signatures.is_empty() {
        return refused(ErrorCode::OriginalIsElectronic);
    }
    Ok(())
}

/// What is needed to make the file, after the number was given.
struct Making {
    request: Request,
    scan: UploadView,
    unit: String,
    place: String,
    owner: String,
}

/// The original was seen: gives the number, makes the file, keeps it. A copy that nobody signed yet is made anew under the
/// number that it has, and so is a sealed one whose signatures fail since.
pub async fn take(
    state: &AppState,
    officer: Officer,
    id: CertifiedCopyId,
    asked: TakeOriginal,
) -> AppResult<CopyView> {
    let now = state.clock.now();
    if !asked.is_compared {
        return Err(AppError::field("is_compared", ErrorCode::ConsentNeeded));
    }
    if !is_page_count(asked.pages) {
        return Err(AppError::field("pages", ErrorCode::NotAChoice));
    }
    let waived = waived(&asked.fee)?;
    let fee = state.config.certified.rates();
    let who = officer.clone();
    let making = state
        .db
        .write(move |conn| {
            let mut request = seen_alone(conn, &who, id)?;
            require_desk(conn, &who)?;
            if request.version != asked.version {
                return Err(ErrorCode::VersionConflict.into());
            }
            // Only asks: the state follows when the file is there.
            request.clone().go(Event::Take)?;
            if request.state == CopyState::Sealed && !ask::has_failed(conn, &request)? {
                return Err(ErrorCode::StepNotPossible.into());
            }
            let office = office::load(conn, request.unit)?;
            let signers = offices::list_signers(conn, request.unit)?;
            let signer = signers.into_iter().find(|one| one.account_id == asked.signer_id);
            let signer = signer.ok_or_else(|| AppError::field("signer_id", ErrorCode::NotAChoice))?;
            let scan = uploads::load(conn, who.id(), asked.upload_id)?.view;
            check_scan(&scan)?;
            request.pages = asked.pages;
            let due = waived.as_ref().map_or_else(|| fee.of(asked.pages), |_| 0);
            let names = store::names(conn, &request)?;
            number(conn, &mut request, &who, signer, (due, waived), &names, now)?;
            store::save(conn, &request, now)?;
            Ok(Making {
                request: store::find(conn, id)?.ok_or(ErrorCode::NotFound)?,
                scan,
                unit: names.unit,
                place: office.place,
                owner: names.owner,
            })
        })
        .await?;
    let bytes = make(state, &making).await?;
    let name = file_name(&making.request);
    let stream = futures::stream::iter([Ok::<_, Infallible>(bytes)]);
    let made = uploads::put(state, officer.id(), name, stream).await?;
    let (account, scan) = (officer.id(), making.scan.id);
    let (version, kept, this) = (making.request.version, made.clone(), state.clone());
    let work = async move {
        this.db
            .write(move |conn| {
                let mut request = seen_alone(conn, &officer, id)?;
                if request.version != version {
                    return Err(ErrorCode::VersionConflict.into());
                }
                if !uploads::claim(conn, &kept, &id.to_string(), now)? {
                    return Err(ErrorCode::UploadGone.into());
                }
                request.go(Event::Take)?;
                request.order = None;
                let new = Document {
                    size: kept.size,
                    sha256: kept.sha256.clone(),
                    report: None,
                };
                let before = request.document.replace(new);
                store::save(conn, &request, now)?;
                if let Some(before) = before.filter(|before| before.sha256 != kept.sha256) {
                    uploads::release(conn, &before.sha256, now)?;
                }
                let action = Action::CopyTaken;
                record(conn, now, Some(officer.id()), action, id, &officer.request_id)?;
                again(conn, id, fee)
            })
            .await
    };
    let view = uploads::keep(state, &made, work).await?;
    uploads::forget(state, account, scan).await?;
    state.bell.ring();
    Ok(view)
}

fn waived(fee: &FeeTaken) -> AppResult<Option<String>> {
    let FeeTaken::Waived { reason } = fee else {
        return Ok(None);
    };
    let reason = one_line(reason);
    if reason.is_empty() {
        return Err(AppError::field("fee.reason", ErrorCode::Required));
    }
    if reason.chars().count() > MAX_NOTE {
        return Err(AppError::field("fee.reason", ErrorCode::TooLong).with("max", MAX_NOTE));
    }
    Ok(Some(reason))
}

/// Gives the number, or writes its line anew.
fn number(
    conn: &mut DbConn,
    request: &mut Request,
    officer: &Officer,
    signer: CopySigner,
    (fee, waived): (u32, Option<String>),
    names: &store::Names,
    now: Timestamp,
) -> AppResult<()> {
    let before = request.taken.take();
    let certified_on = before
        .as_ref()
        .map_or_else(|| now.vietnam_date(), |taken| taken.certified_on);
    let written = Written {
        unit: request.unit,
        copy: request.id,
        certified_on,
        asked_by: names.owner.clone(),
        original: request.description.clone(),
        signer: format!("{}, {}", signer.name, signer.title),
        fee,
        note: waived.clone().unwrap_or_default(),
    };
    let number = match before {
        Some(taken) => {
            register::enter_again(conn, written, taken.number)?;
            taken.number
        }
        None => register::enter(conn, written)?,
    };
    request.taken = Some(Taken {
        signer: signer.account_id,
        signer_name: signer.name,
        signer_title: signer.title,
        officer: officer.id(),
        number,
        certified_on,
        fee,
        waived,
    });
    Ok(())
}

async fn make(state: &AppState, making: &Making) -> AppResult<Bytes> {
    let Some(taken) = making.request.taken.clone() else {
        return Err(ErrorCode::StepNotPossible.into());
    };
    let page = render(&Certification {
        unit: &making.unit,
        place: &making.place,
        day: taken.certified_on,
        number: taken.number,
        original: &making.request.description,
        pages: making.request.pages,
        owner: &making.owner,
        signer: &taken.signer_name,
        title: &taken.signer_title,
        code: &making.request.id.to_string(),
    })
    .map_err(AppError::internal)?;
    // A turn, because all of the scan is in memory.
    let permit = state.gate.turn().await?;
    let scan = state.files.read_staged(making.scan.id).await?;
    let made = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        document::make(&scan, &page)
    });
    match made.await.map_err(AppError::internal)? {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) => {
            tracing::warn!(%error, "a scan is no copy");
            Err(AppError::field_refusal("file", ErrorCode::FileDamaged))
        }
    }
}

/// The unit's name, for the log of the owner.
pub(super) fn unit_name(conn: &mut DbConn, officer: &Officer) -> AppResult<String> {
    Ok(directory::load(conn, officer.unit)?.name)
}
