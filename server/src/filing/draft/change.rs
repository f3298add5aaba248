//! Changes of a draft by programs: all of it right, or nothing is written.

use super::store as drafts;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::filing::assemble::{load_draft, record_of};
use crate::filing::domain::{Draft, answer_fault, party_fault};
use crate::filing::place::service as places;
use crate::filing::service::read_draft;
use crate::identity::guard::Filer;
use crate::state::AppState;
use motcua_shared::catalogue::form::Answers;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::check_acting;
use motcua_shared::filing::dto::{ChangeDraft, DraftView, Party};
use motcua_shared::filing::rule::{
    check_delivery, check_owner, check_party, check_submission, is_same_party,
};
use motcua_shared::id::DraftId;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::identity::person::composed;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// Changes what is filled in; every fault is told at once and nothing is written then.
pub async fn change(
    state: &AppState,
    filer: Filer,
    id: DraftId,
    change: ChangeDraft,
    lang: Lang,
) -> AppResult<DraftView> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let mut draft = load_draft(conn, filer.id(), id, now)?;
        if draft.round.is_some() {
            return Err(ErrorCode::DraftIsSupplement.into());
        }
        if draft.dossier_id.is_some() {
            return Err(ErrorCode::DraftSubmitted.into());
        }
        if draft.version != change.version {
            return Err(ErrorCode::VersionConflict.into());
        }
        let (before, known) = (draft.values(), draft.known());
        apply(conn, &mut draft, change, filer.kind(), now)?;
        draft.fill_in(Some(&known));
        draft.note_edits(&before);
        if !drafts::update_draft(conn, &record_of(&draft), draft.version, now)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        read_draft(conn, &filer, id, now, lang)
    };
    state.db.write(work).await
}

fn apply(
    conn: &mut DbConn,
    draft: &mut Draft,
    change: ChangeDraft,
    kind: AccountKind,
    now: Timestamp,
) -> AppResult<()> {
    let mut faults = Vec::new();
    if let Some(id) = change.unit_id {
        let units = catalogue::list_units(conn, &draft.procedure.definition, now.vietnam_date())?;
        match units.into_iter().find(|unit| unit.id == id) {
            Some(unit) => draft.unit = Some(unit),
            None => faults.push(party_fault("unit_id".to_owned(), ErrorCode::UnitNotReceiving)),
        }
    }
    if let Some(id) = change.case_id {
        if draft.procedure.definition.cases.iter().any(|case| case.id == id) {
            draft.case_id = Some(id);
        } else {
            faults.push(party_fault("case_id".to_owned(), ErrorCode::NotAChoice));
        }
    }
    let mut wrong = Vec::new();
    if let Some(party) = change.filer {
        // The filer is the account; only how to reach it for this dossier may differ.
        let party = Party {
            name: draft.filer.name.clone(),
            identifier: draft.filer.identifier.clone(),
            ..party
        };
        check_party(&party, kind, "filer")
            .map_or_else(|faults| wrong.extend(faults), |clean| draft.filer = clean);
    }
    if let Some(party) = change.owner {
        let same = party.name.trim() == draft.filer.name && party.identifier.trim() == draft.filer.identifier;
        draft.for_another = !same;
        if !same {
            if is_same_party(&draft.filer, &party) {
                wrong.push(("owner.identifier".to_owned(), ErrorCode::OwnerIsFiler));
            }
            check_owner(&party, kind).map_or_else(|faults| wrong.extend(faults), |clean| draft.other = clean);
        }
    }
    if let Some(acting) = change.acting {
        check_acting(&acting).map_or_else(|faults| wrong.extend(faults), |clean| draft.acting = clean);
    }
    if let Some(answers) = change.answers {
        let form = draft.procedure.definition.form.as_ref();
        let today = now.vietnam_date();
        let answers: Answers = answers
            .into_iter()
            .map(|(name, answer)| (name, composed(&answer)))
            .collect();
        let checked = form.map_or_else(|| Ok(Answers::new()), |form| form.check(&answers, today));
        match (checked, form) {
            (Ok(clean), _) => draft.answers = clean,
            (Err(wrong), Some(form)) => {
                let fault = |(name, code): (String, ErrorCode)| answer_fault(form, &name, code, today);
                faults.extend(wrong.into_iter().map(fault));
            }
            (Err(_), None) => {}
        }
    }
    if let Some(delivery) = change.delivery {
        check_delivery(&delivery, &draft.procedure.definition).map_or_else(
            |faults| wrong.extend(faults),
            |clean| draft.delivery = Some(clean),
        );
    }
    if let Some(submission) = change.submission {
        if let Some(place) = submission.place
            && Some(place) != draft.submission.place
            && !places::is_place(conn, place, now.vietnam_date())?
        {
            wrong.push(("submission.place".to_owned(), ErrorCode::NoDeskThere));
        }
        check_submission(&submission)
            .map_or_else(|faults| wrong.extend(faults), |clean| draft.submission = clean);
    }
    faults.extend(wrong.into_iter().map(|(path, code)| party_fault(path, code)));
    if faults.is_empty() {
        Ok(())
    } else {
        Err(AppError::fields(faults))
    }
}
