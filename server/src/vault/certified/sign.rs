//! The two signatures: the person's, then the agency's. Each is made by a token beside the browser, over the file handed
//! out for it, and judged when it comes back: that file with one signature more, of whoever it had to be.

use super::ask::again;
use super::desk::{file_name, require_desk, seen, seen_alone};
use super::domain::{Document, Event, Request};
use super::office::service as office;
use super::store;
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::signature::service::Signatory;
use crate::signing::service as signing;
use crate::state::AppState;
use crate::upload::service as uploads;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{CertifiedCopyId, SigningOrderId};
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::vault::certified::{CopyState, CopyView};

/// Who has to sign next, and what comes of it. Fails where that is not this officer's to bring about.
fn next(conn: &mut DbConn, officer: &Officer, request: &Request) -> AppResult<(Signatory, Event, Action)> {
    match (request.state, &request.taken) {
        (CopyState::Taken, Some(taken)) => {
            if taken.signer != officer.id() {
                return Err(AppError::new(ErrorCode::SignerOther).with("name", &taken.signer_name));
            }
            let person = Signatory::person(&taken.signer_name, &officer.account.identifier);
            Ok((person, Event::Sign, Action::CopySigned))
        }
        (CopyState::Signed, Some(_)) => {
            require_desk(conn, officer)?;
            let office = office::load(conn, request.unit)?;
            Ok((
                signing::organisation(&office.identifier),
                Event::Seal,
                Action::CopySealed,
            ))
        }
        _ => Err(ErrorCode::StepNotPossible.into()),
    }
}

/// Hands the file out for the next signature. An earlier order for it is none any more.
pub async fn open(state: &AppState, officer: Officer, id: CertifiedCopyId) -> AppResult<SigningOrderView> {
    let who = officer.clone();
    let request = state
        .db
        .read(move |conn| {
            let request = seen(conn, &who, id)?;
            next(conn, &who, &request)?;
            Ok(request)
        })
        .await?;
    let Some(document) = &request.document else {
        return Err(ErrorCode::StepNotPossible.into());
    };
    let bytes = state.files.read_stored(&document.sha256).await?;
    let copy = uploads::put(state, officer.id(), file_name(&request), bytes).await?;
    let order = signing::hand_out(state, officer.id(), copy.id, None).await?;
    let (now, opened, account) = (state.clock.now(), order.id, officer.id());
    state
        .db
        .write(move |conn| {
            let mut current = seen_alone(conn, &officer, id)?;
            if current.version != request.version {
                return Err(ErrorCode::VersionConflict.into());
            }
            current.order = Some(opened);
            store::save(conn, &current, now)
        })
        .await?;
    // What waits unused is counted, and who signs all day must not run into that limit.
    if let Some(earlier) = request.order {
        signing::forget(state, account, earlier).await?;
    }
    Ok(order)
}

/// Judges what the agent handed in. What is sound becomes the file; what is not is let go, and another order is needed.
pub async fn judge(
    state: &AppState,
    officer: Officer,
    id: CertifiedCopyId,
    order: SigningOrderId,
) -> AppResult<CopyView> {
    let who = officer.clone();
    let signatory = state
        .db
        .read(move |conn| {
            let request = seen(conn, &who, id)?;
            if request.order != Some(order) {
                return Err(ErrorCode::StepNotPossible.into());
            }
            Ok(next(conn, &who, &request)?.0)
        })
        .await?;
    let (request_id, account) = (officer.request_id.clone(), officer.id());
    let signed = signing::judge(state, account, order, signatory, request_id)
        .await
        .map_err(|refusal| match refusal.code {
            // Somebody who asked at the same moment was first, and the order is gone.
            ErrorCode::NotFound => ErrorCode::StepNotPossible.into(),
            _ => refusal,
        })?;
    let (now, fee) = (state.clock.now(), state.config.certified.rates());
    let (kept, this) = (signed.clone(), state.clone());
    let work = async move {
        this.db
            .write(move |conn| {
                let mut request = seen_alone(conn, &officer, id)?;
                // Of two who ask at once the second finds the step done.
                if request.order != Some(order) || !uploads::claim(conn, &kept, &id.to_string(), now)? {
                    return Err(ErrorCode::StepNotPossible.into());
                }
                let (_, event, action) = next(conn, &officer, &request)?;
                request.go(event)?;
                request.order = None;
                let new = Document {
                    size: kept.size,
                    sha256: kept.sha256.clone(),
                    report: kept.report.clone(),
                };
                let before = request.document.replace(new);
                store::save(conn, &request, now)?;
                if let Some(before) = before {
                    uploads::release(conn, &before.sha256, now)?;
                }
                record(conn, now, Some(officer.id()), action, id, &officer.request_id)?;
                again(conn, id, fee)
            })
            .await
    };
    let view = uploads::keep(state, &signed, work).await?;
    signing::forget(state, account, order).await?;
    state.bell.ring();
    Ok(view)
}
