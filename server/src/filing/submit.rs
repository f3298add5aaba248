//! Filing a draft: all that belongs to it in one transaction, and nothing read twice within it.

use super::assemble::{filed_view, hold_draft, overtaken, stale};
use super::component::{let_go, use_of};
use super::domain::{Attached, Draft, dossier_code};
use super::draft::store as drafts;
use super::pace;
use super::place::domain::{HandedIn, Lies};
use super::service::read_dossier;
use super::store::{self, NewDossier, Reader};
use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use crate::identity::guard::Filer;
use crate::notification::service as notification;
use crate::payment::service as payment;
use crate::processing::service as processing;
use crate::reception::service as reception;
use crate::state::AppState;
use crate::vault::service as vault;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::check_acting;
use motcua_shared::filing::dto::{DossierView, Submission, SubmissionMethod, SubmitDraft};
use motcua_shared::filing::rule::{check_delivery, check_submission};
use motcua_shared::id::{DossierId, DraftId, UnitId};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// Files a draft. Filing it again (double press, two tabs, an answer that was lost) gives the same dossier.
pub async fn submit(
    state: &AppState,
    filer: Filer,
    id: DraftId,
    request: SubmitDraft,
    lang: Lang,
) -> AppResult<DossierView> {
    let (app, now) = (state.clone(), state.clock.now());
    let work = move |conn: &mut DbConn| {
        // Held until the end: a second submission waits here, and then finds the dossier of the first.
        let draft = hold_draft(conn, filer.id(), id, now)?;
        if draft.round.is_some() {
            return Err(ErrorCode::DraftIsSupplement.into());
        }
        if let Some(dossier) = draft.dossier_id {
            return read_dossier(conn, Reader::Filer(filer.id()), dossier, lang);
        }
        if let Some(unit) = &draft.unit {
            reception::require_here(&filer, lies(unit.id, draft.elsewhere()).at)?;
        }
        let digest = draft.digest();
        if draft.version != request.version || digest != request.digest {
            return Err(ErrorCode::ContentChanged.into());
        }
        if !processing::refusal::may_file(conn, filer.kind(), &draft.procedure.definition, draft.today)? {
            return Err(ErrorCode::ApplicantNotAllowed.into());
        }
        refuse_obstacles(conn, &filer, &draft)?;
        pace::require_room(conn, &filer, &app.config.filing, now)?;
        let (dossier, filed) = write(conn, &filer, &draft, digest, now)?;
        let id = dossier.id;
        record(
            conn,
            now,
            Some(filer.hand()),
            Action::DossierSubmitted,
            id,
            &filer.request_id,
        )?;
        let fee = draft.case().map_or(0, |case| case.fee);
        if let Some(desk) = &filer.at_desk {
            reception::take_in(conn, &app, (&filer, desk), (id, fee > 0), now)?;
        }
        // Who stands at the desk hears that it was received, and not before that it was filed.
        if filer.at_desk.is_none() || fee > 0 {
            tell(conn, &filer, &dossier, fee, now, lang)?;
        }
        if filer.at_desk.is_some() {
            return read_dossier(conn, Reader::Filer(filer.id()), id, lang);
        }
        let place = draft.elsewhere().and(draft.place);
        let units = (draft.unit, place);
        let mut view = filed_view(dossier, draft.procedure.definition, units, filed, lang)?;
        view.is_fee_due = fee > 0;
        Ok(view)
    };
    let view = state.db.write(work).await?;
    state.bell.ring();
    Ok(view)
}

/// Names everything that stands in the way. Papers that were replaced meanwhile are seen again, and for certain, when their
/// uses are counted: they are looked for here only where there is something to say anyway.
fn refuse_obstacles(conn: &mut DbConn, filer: &Filer, draft: &Draft) -> AppResult<()> {
    let mut obstacles = overtaken(conn, draft)?;
    if obstacles.is_empty() && draft.obstacles(filer.kind(), &[]).is_empty() {
        return Ok(());
    }
    let stale = stale(conn, draft)?;
    obstacles.extend(draft.obstacles(filer.kind(), &stale));
    Err(AppError::fields(obstacles))
}

/// How it comes to the unit: to a desk it was brought.
fn submission_of(draft: &Draft, at_desk: bool) -> Submission {
    match at_desk {
        true => Submission {
            method: SubmissionMethod::AtDesk,
            address: None,
            place: draft.submission.place,
        },
        false => check_submission(&draft.submission).unwrap_or_else(|_| draft.submission.clone()),
    }
}

/// Writes the dossier with its fee, its files and the uses of its papers, and closes the draft.
fn write(
    conn: &mut DbConn,
    filer: &Filer,
    draft: &Draft,
    digest: String,
    now: Timestamp,
) -> AppResult<(NewDossier, Vec<(String, Attached)>)> {
    let (Some(unit), Some(case), Some(delivery)) = (&draft.unit, draft.case(), &draft.delivery) else {
        return Err(AppError::internal(anyhow::anyhow!(
            "a draft without obstacles lacks its choices"
        )));
    };
    let day = now.vietnam_date();
    let serial = store::next_serial(conn, &unit.code, day)?;
    let dossier = NewDossier {
        id: new_id(DossierId::from_uuid),
        code: dossier_code(&unit.code, day, serial),
        account_id: filer.id(),
        procedure_id: draft.procedure.id,
        lies: lies(unit.id, draft.elsewhere()),
        case_id: case.id.clone(),
        filer: draft.filer.clone(),
        owner: draft.owner().clone(),
        acting: draft
            .for_another
            .then(|| check_acting(&draft.acting).unwrap_or_default()),
        answers: draft.clean_answers(),
        delivery: check_delivery(delivery, &draft.procedure.definition).unwrap_or_else(|_| delivery.clone()),
        submission: submission_of(draft, filer.at_desk.is_some()),
        digest,
        submitted_at: now,
    };
    store::insert_dossier(conn, &dossier)?;
    payment::open(conn, dossier.id, case.fee, now)?;
    let mut filed: Vec<(String, Attached)> = draft
        .needed()
        .filter_map(|component| Some((component.id.clone(), draft.attached(&component.id)?.clone())))
        .collect();
    // In one order of the papers: another dossier may be filed with the same ones in this moment.
    filed.sort_by(|(_, left), (_, right)| left.attachment.sha256.cmp(&right.attachment.sha256));
    store::insert_filed(conn, dossier.id, &filed)?;
    let parts = filed
        .iter()
        .map(|(id, attached)| (id.as_str(), attached.attachment.verdict));
    processing::refusal::note(
        conn,
        dossier.id,
        (filer.kind(), &draft.procedure.definition),
        parts,
    )?;
    let uses: Vec<_> = filed
        .iter()
        .filter_map(|(id, attached)| use_of(id, attached))
        .collect();
    vault::count_uses(conn, filer.id(), &uses, (dossier.id, &dossier.code), now)?;
    let is_needed = |id: &str| draft.needed().any(|component| component.id == id);
    // Attached while another case was chosen: not shown before filing, so not filed.
    for spare in draft
        .components
        .iter()
        .filter(|filled| !is_needed(&filled.component_id))
    {
        if let Some(attached) = &spare.attached {
            let_go(conn, attached, now)?;
        }
    }
    drafts::file_draft(conn, draft.id, dossier.id, now)?;
    Ok((dossier, filed))
}

/// Straight to the unit that decides, or to the desk that hands it on.
fn lies(decides: UnitId, place: Option<UnitId>) -> Lies {
    Lies {
        at: place.unwrap_or(decides),
        handed_in: place.map(|place| HandedIn {
            place,
            decides,
            is_handed_on: false,
        }),
    }
}

/// Tells whoever files, and the owner of the matter where that is somebody else.
fn tell(
    conn: &mut DbConn,
    filer: &Filer,
    dossier: &NewDossier,
    fee: i64,
    now: Timestamp,
    lang: Lang,
) -> AppResult<()> {
    let typed = notification::Recipient::new(
        Some(filer.id()),
        Some(&dossier.filer.phone),
        dossier.filer.email.as_deref(),
    );
    let to = notification::typed_or_own(conn, now, typed, filer.account.contact())?;
    notification::send_submitted(conn, now, to, (&dossier.code, fee), lang)?;
    // What is one's own is no news to oneself.
    match filer.account.identifier == dossier.owner.identifier {
        true => Ok(()),
        false => processing::tell_owner_of_filing(conn, dossier.id, now),
    }
}
