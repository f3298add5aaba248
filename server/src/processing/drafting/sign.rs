//! The two signatures: of who leads the unit, then the agency's. Each is made by a token beside the browser over the very file
//! that was read, and counts only when that file came back with one signature more, of whoever it had to be.

use super::domain::{Document, Drafting, Event};
use super::service::{file_name, locked, require_in_process, seen};
use super::{store, view};
use crate::audit::service::Action;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Officer;
use crate::processing::service::{Doing, Dossier, OnDuty, in_hand, on_duty, to_act_on};
use crate::signature::service::Signatory;
use crate::signing::service as signing;
use crate::state::AppState;
use crate::upload::service as uploads;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{DossierId, SigningOrderId};
use motcua_shared::processing::drafting::{DraftingState, DraftingView};
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::time::Timestamp;

/// Who has to sign next, and what comes of it. Fails where that is not this officer's to bring about.
fn next(
    conn: &mut DbConn,
    (officer, duty): (&Officer, &OnDuty),
    drafting: &Drafting,
    now: Timestamp,
) -> AppResult<(Signatory, Event, Action)> {
    let dossier = in_hand(conn, duty, drafting.dossier)?;
    require_in_process(&dossier)?;
    match (drafting.state, &drafting.signer) {
        (DraftingState::HandedIn, Some(signer)) => {
            if !view::is_signer(duty, signer) {
                return Err(AppError::new(ErrorCode::SignerOther).with("name", &signer.name));
            }
            let person = Signatory::person(&signer.name, &officer.account.identifier);
            Ok((person, Event::Sign, Action::ResultSigned))
        }
        (DraftingState::Signed, _) => {
            to_act_on(conn, duty, drafting.dossier, now)?;
            let office = view::office(conn, drafting.unit)?.ok_or(ErrorCode::UnitWithoutSeal)?;
            let agency = signing::organisation(&office.identifier);
            Ok((agency, Event::Seal, Action::ResultSealed))
        }
        _ => Err(ErrorCode::StepNotPossible.into()),
    }
}

/// A drafted result of a dossier that the officer's unit has to do with.
fn found(conn: &mut DbConn, duty: &OnDuty, id: DossierId) -> AppResult<(Dossier, Drafting)> {
    let dossier = in_hand(conn, duty, id)?;
    let drafting = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    Ok((dossier, drafting))
}

/// Hands the file out for the next signature, where it still is the one that was read. An earlier order for it is none any more.
pub async fn open(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    version: u32,
) -> AppResult<SigningOrderView> {
    let (who, now) = (officer.clone(), state.clock.now());
    let look = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &who)?;
        let (dossier, drafting) = found(conn, &duty, id)?;
        if drafting.version != version {
            return Err(ErrorCode::VersionConflict.into());
        }
        next(conn, (&who, &duty), &drafting, now)?;
        let document = drafting.document.ok_or(ErrorCode::StepNotPossible)?;
        Ok((document.sha256, dossier.code, drafting.order))
    };
    let (sha256, code, earlier) = state.db.read(look).await?;
    let bytes = state.files.read_stored(&sha256).await?;
    let copy = uploads::put(state, officer.id(), file_name(&code), bytes).await?;
    let order = signing::hand_out(state, officer.id(), copy.id, None).await?;
    let (opened, account) = (order.id, officer.id());
    let note = move |conn: &mut DbConn| {
        let mut drafting = locked(conn, id, version)?;
        drafting.order = Some(opened);
        store::note_order(conn, &drafting)
    };
    state.db.write(note).await?;
    // What waits unused is counted, and who signs all day must not run into that limit.
    if let Some(earlier) = earlier {
        signing::forget(state, account, earlier).await?;
    }
    Ok(order)
}

/// Judges what the agent handed in. What is sound becomes the file; what is not is let go, and another order is needed.
pub async fn judge(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    order: SigningOrderId,
) -> AppResult<DraftingView> {
    let (who, now) = (officer.clone(), state.clock.now());
    let look = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &who)?;
        let (_, drafting) = found(conn, &duty, id)?;
        if drafting.order != Some(order) {
            return Err(ErrorCode::StepNotPossible.into());
        }
        Ok(next(conn, (&who, &duty), &drafting, now)?.0)
    };
    let signatory = state.db.read(look).await?;
    let (request_id, account) = (officer.request_id.clone(), officer.id());
    let signed = signing::judge(state, account, order, signatory, request_id)
        .await
        .map_err(|refusal| match refusal.code {
            // Somebody who asked at the same moment was first, and the order is gone.
            ErrorCode::NotFound => ErrorCode::StepNotPossible.into(),
            _ => refusal,
        })?;
    let (kept, this) = (signed.clone(), state.clone());
    let work = async move {
        this.db
            .write(move |conn| {
                let duty = on_duty(conn, &officer)?;
                let mut drafting = store::lock(conn, id)?.ok_or(ErrorCode::NotFound)?;
                // Of two who ask at once the second finds the step done.
                if drafting.order != Some(order) {
                    return Err(ErrorCode::StepNotPossible.into());
                }
                let (_, event, action) = next(conn, (&officer, &duty), &drafting, now)?;
                if !uploads::claim(conn, &kept, &id.to_string(), now)? {
                    return Err(ErrorCode::StepNotPossible.into());
                }
                drafting.go(event)?;
                drafting.order = None;
                let before = drafting.document.take().ok_or(ErrorCode::StepNotPossible)?;
                drafting.document = Some(Document {
                    size: kept.size,
                    sha256: kept.sha256.clone(),
                    report: kept.report.clone(),
                    places: before.places,
                });
                let (account, name, _) = duty.named();
                (drafting.changed_by, drafting.changed_at) = ((account, name), now);
                store::save(conn, &drafting)?;
                uploads::release(conn, &before.sha256, now)?;
                let dossier = in_hand(conn, &duty, id)?;
                let doing = Doing {
                    officer: &officer,
                    duty: &duty,
                    dossier: &dossier,
                    now,
                };
                doing.record(conn, action)?;
                seen(conn, &duty, &dossier, now.vietnam_date())
            })
            .await
    };
    let view = uploads::keep(state, &signed, work).await?;
    signing::forget(state, account, order).await?;
    state.bell.ring();
    Ok(view)
}
