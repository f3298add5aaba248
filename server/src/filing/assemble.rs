//! From rows to what people see.

use super::domain::{Attached, Draft, Filled, asks_the_same, kept_until};
use super::draft::store::{self as drafts, DraftRecord};
use super::fitting;
use super::place::service as places;
use super::store::{self, DossierRecord, NewDossier};
use super::supplement::service as supplement;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::error::FieldFault;
use crate::http::problem::sentence as sentence_of;
use crate::identity::guard::Filer;
use crate::processing::service as processing;
use crate::signature::service::{self as signature, Today};
use crate::vault::service as vault;
use motcua_shared::catalogue::dto::{ProcedureDefinition, Reception, UnitView};
use motcua_shared::catalogue::form::{Answers, Asked, FormSchema};
use motcua_shared::error::{ErrorCode, FieldError};
use motcua_shared::filing::dto::{
    Answered, Attachment, DossierComponent, DossierView, DraftComponent, DraftView,
};
use motcua_shared::filing::represent::{represented, represented_as_filed};
use motcua_shared::id::{AccountId, DraftId, PaperId};
use motcua_shared::reception::DeskSide;
use motcua_shared::signature::report::Verdict;
use motcua_shared::signature::words;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::rule::{Age, age};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A draft of this account with everything it refers to, as it stands at a moment.
pub fn load_draft(conn: &mut DbConn, account: AccountId, id: DraftId, now: Timestamp) -> AppResult<Draft> {
    let record = drafts::find_draft(conn, account, id)?.ok_or(ErrorCode::NotFound)?;
    complete(conn, account, record, now)
}

/// The same, and nobody else changes it until the transaction ends.
pub fn hold_draft(conn: &mut DbConn, account: AccountId, id: DraftId, now: Timestamp) -> AppResult<Draft> {
    let record = drafts::hold_draft(conn, account, id)?.ok_or(ErrorCode::NotFound)?;
    complete(conn, account, record, now)
}

fn complete(conn: &mut DbConn, account: AccountId, record: DraftRecord, now: Timestamp) -> AppResult<Draft> {
    let id = record.id;
    let unit = record.unit_id.map(|id| directory::load(conn, id)).transpose()?;
    let place = record.submission.place;
    let place = place.map(|id| directory::load(conn, id)).transpose()?;
    let mut procedure = catalogue::load_version(conn, record.procedure_id)?;
    let acting = record.for_another.then_some(&record.acting);
    represented(&mut procedure.definition, acting);
    let round = supplement::narrow(conn, id, &mut procedure.definition)?;
    let components = list_filled(conn, account, id, &procedure.definition)?;
    Ok(Draft {
        id: record.id,
        account_id: account,
        procedure,
        round,
        unit,
        case_id: record.case_id,
        filer: record.filer,
        for_another: record.for_another,
        other: record.other,
        acting: record.acting,
        answers: record.answers,
        delivery: record.delivery,
        submission: record.submission,
        place,
        components,
        version: record.version,
        edits: record.edits,
        seal_key: record.seal_key,
        keep_days: record.keep_days,
        changed_at: record.changed_at,
        dossier_id: record.dossier_id,
        today: now.vietnam_date(),
    })
}

/// What the vault says today of the days of papers whose age matters: their owner may have put one right.
fn date_papers(
    conn: &mut DbConn,
    account: AccountId,
    definition: &ProcedureDefinition,
    filled: &mut [Filled],
) -> AppResult<()> {
    let is_dated = |id: &str| {
        let mut components = definition.components.iter();
        components.any(|component| component.id == id && component.max_age_months.is_some())
    };
    let mut dated: Vec<&mut Attachment> = filled
        .iter_mut()
        .filter(|one| is_dated(&one.component_id))
        .filter_map(|one| Some(&mut one.attached.as_mut()?.attachment))
        .collect();
    let ids: Vec<PaperId> = dated
        .iter()
        .filter_map(|attachment| attachment.paper_id)
        .collect();
    let days = vault::uses_log::list_dated(conn, account, &ids)?;
    for attachment in &mut dated {
        if let Some(id) = attachment.paper_id {
            attachment.issued_on = days.get(&id).copied();
        }
    }
    Ok(())
}

/// What stands for the components of a draft, with the verdict of today over each signed file.
pub fn list_filled(
    conn: &mut DbConn,
    account: AccountId,
    id: DraftId,
    definition: &ProcedureDefinition,
) -> AppResult<Vec<Filled>> {
    let mut filled = drafts::list_filled(conn, id)?;
    let attached = filled.iter().filter_map(|one| one.attached.as_ref());
    let digests: Vec<&str> = attached
        .map(|attached| attached.attachment.sha256.as_str())
        .collect();
    let today = signature::list_today(conn, &digests)?;
    for one in &mut filled {
        if let Some(attached) = &mut one.attached
            && let Some(today) = today.get(&attached.attachment.sha256)
        {
            attached.attachment.verdict = Some(today.verdict);
            attached.attachment.lacks_revocation = today.lacks_revocation;
            one.refused = one.refused.or(today.refusal);
        }
    }
    date_papers(conn, account, definition, &mut filled)?;
    Ok(filled)
}

/// The row of a draft.
pub fn record_of(draft: &Draft) -> DraftRecord {
    DraftRecord {
        id: draft.id,
        procedure_id: draft.procedure.id,
        unit_id: draft.unit.as_ref().map(|unit| unit.id),
        case_id: draft.case_id.clone(),
        filer: draft.filer.clone(),
        for_another: draft.for_another,
        other: draft.other.clone(),
        acting: draft.acting.clone(),
        answers: draft.answers.clone(),
        delivery: draft.delivery.clone(),
        submission: draft.submission.clone(),
        version: draft.version,
        edits: draft.edits.clone(),
        seal_key: draft.seal_key.clone(),
        keep_days: draft.keep_days,
        changed_at: draft.changed_at,
        dossier_id: draft.dossier_id,
    }
}

/// Papers that were attached to a draft and have another file, or none, by now.
pub fn stale(conn: &mut DbConn, draft: &Draft) -> AppResult<Vec<PaperId>> {
    let attached = draft
        .procedure
        .definition
        .components
        .iter()
        .filter_map(|component| {
            let attachment = &draft.attached(&component.id)?.attachment;
            Some((attachment.paper_id?, attachment.sha256.clone()))
        });
    let attached: Vec<(PaperId, String)> = attached.collect();
    if attached.is_empty() || draft.dossier_id.is_some() {
        return Ok(Vec::new());
    }
    vault::list_stale(conn, draft.account_id, &attached)
}

/// What there is to say of a procedure that changed or ended, and of a unit that is no more, while a draft was filled in.
pub fn overtaken(conn: &mut DbConn, draft: &Draft) -> AppResult<Vec<FieldFault>> {
    if draft.dossier_id.is_some() || draft.round.is_some() {
        return Ok(Vec::new());
    }
    let definition = &draft.procedure.definition;
    let mut faults = Vec::new();
    // Nearly always it is the version in force, and there is nothing to compare.
    if !catalogue::is_current(conn, draft.procedure.id)? || definition.reception != Reception::Online {
        let mut current = catalogue::find_received(conn, &definition.code)?;
        if let Some(current) = &mut current {
            represented(&mut current.definition, draft.represents());
        }
        match current {
            None => faults.push(FieldFault::new("procedure", ErrorCode::ProcedureNotReceived)),
            Some(current) if !asks_the_same(definition, &current.definition) => {
                faults.push(FieldFault::new("procedure", ErrorCode::ProcedureChanged));
            }
            Some(_) => {}
        }
    }
    if let Some(unit) = &draft.unit
        && !catalogue::receives(conn, unit.id, definition, draft.today)?
    {
        faults.push(FieldFault::new("unit_id", ErrorCode::UnitNotReceiving));
    }
    if let Some(place) = draft.elsewhere()
        && !places::is_place(conn, place, draft.today)?
    {
        faults.push(FieldFault::new("submission.place", ErrorCode::NoDeskThere));
    }
    Ok(faults)
}

/// What the wizard shows.
pub fn draft_view(conn: &mut DbConn, filer: &Filer, draft: Draft, lang: Lang) -> AppResult<DraftView> {
    let counts = fitting::count(conn, &draft)?;
    let components = draft.needed().map(|component| {
        let attached = draft.attached(&component.id).map(|attached| &attached.attachment);
        let found = counts.get(&component.id).copied().unwrap_or_default();
        let issued_on = attached.and_then(|attachment| attachment.issued_on);
        DraftComponent {
            component_id: component.id.clone(),
            attachment: attached.cloned(),
            fitting: found.fresh,
            too_old: found.too_old,
            fresh_until: match age(component.max_age_months, issued_on, draft.today) {
                Age::Fresh(until) | Age::TooOld(until) => Some(until),
                Age::Any | Age::Unknown => None,
            },
        }
    });
    let told = |fault: &FieldFault| FieldError {
        path: fault.path.clone(),
        code: fault.code,
        title: sentence_of(fault.code, &fault.params, lang),
        params: fault.params.clone(),
    };
    let stale = stale(conn, &draft)?;
    let mut obstacles = overtaken(conn, &draft)?;
    obstacles.extend(draft.obstacles(filer.kind(), &stale));
    let filed = draft.needed().filter_map(|component| {
        let attached = draft.attached(&component.id)?;
        Some((component.id.as_str(), attached.attachment.verdict))
    });
    let filing = (filer.kind(), &draft.procedure.definition);
    let warnings = processing::refusal::foresee(conn, filing, filed, (draft.today, lang))?;
    Ok(DraftView {
        warnings,
        id: draft.id,
        version: draft.version,
        components: components.collect(),
        digest: draft.digest(),
        missing: obstacles.iter().map(told).collect(),
        owner: draft.owner().clone(),
        unit: draft.unit,
        case_id: draft.case_id,
        filer: draft.filer,
        for_another: draft.for_another,
        other: draft.other,
        acting: draft.acting,
        answers: draft.answers,
        delivery: draft.delivery,
        submission: draft.submission,
        place: draft.place,
        today: draft.today,
        changed_at: draft.changed_at,
        kept_until: kept_until(draft.changed_at, draft.keep_days),
        seal_key: draft.seal_key,
        dossier_id: draft.dossier_id,
        supplement_of: draft.round.map(|round| round.dossier),
        desk: filer.at_desk.as_ref().map(|desk| DeskSide {
            look_id: desk.look,
            account_name: filer.account.name.clone(),
            ends_at: desk.ends_at,
        }),
        procedure: draft.procedure,
    })
}

/// What the receipt shows, and what is found of its signatures today.
pub fn dossier_view(conn: &mut DbConn, record: DossierRecord, lang: Lang) -> AppResult<DossierView> {
    let mut procedure = catalogue::load_version(conn, record.procedure_id)?.definition;
    let unit = directory::load(conn, record.lies.decides())?;
    let place = record.lies.place();
    let place = place.map(|id| directory::load(conn, id)).transpose()?;
    let filed = store::list_filed(conn, record.id)?;
    let filed_for = filed.iter().map(|(id, _)| id.as_str());
    represented_as_filed(&mut procedure, record.acting.as_ref(), filed_for);
    let digests: Vec<&str> = filed
        .iter()
        .map(|(_, attached)| attached.attachment.sha256.as_str())
        .collect();
    let today = signature::list_today(conn, &digests)?;
    view_of(record, procedure, (unit, place), filed, &today, lang)
}

/// The same of a dossier that is filed in this moment: what is attached to it was judged a moment ago.
pub fn filed_view(
    dossier: NewDossier,
    procedure: ProcedureDefinition,
    (unit, place): (Option<UnitView>, Option<UnitView>),
    filed: Vec<(String, Attached)>,
    lang: Lang,
) -> AppResult<DossierView> {
    let unit = unit.ok_or(ErrorCode::Internal)?;
    view_of(
        dossier.into_record(),
        procedure,
        (unit, place),
        filed,
        &HashMap::new(),
        lang,
    )
}

fn view_of(
    record: DossierRecord,
    procedure: ProcedureDefinition,
    (unit, place): (UnitView, Option<UnitView>),
    filed: Vec<(String, Attached)>,
    today: &HashMap<String, Today>,
    lang: Lang,
) -> AppResult<DossierView> {
    let mut filed: HashMap<_, _> = filed.into_iter().collect();
    // Papers of other cases were never asked for; what came for one all the same is shown.
    let shown: HashSet<String> = procedure
        .needed(Some(&record.case_id))
        .map(|component| component.id.clone())
        .chain(filed.keys().cloned())
        .collect();
    let case = procedure
        .cases
        .into_iter()
        .find(|case| case.id == record.case_id)
        .ok_or(ErrorCode::Internal)?;
    let mut notes = Vec::new();
    let components = procedure
        .components
        .into_iter()
        .filter(|component| shown.contains(&component.id))
        .map(|component| {
            let attachment = filed.remove(&component.id).map(|attached| attached.attachment);
            let since = attachment.as_ref().and_then(|attachment| {
                let today = today.get(&attachment.sha256)?;
                Some((attachment.verdict.filter(|then| *then != today.verdict)?, *today))
            });
            let sentence = since.map(|(then, today)| verdict_since(then, today, lang));
            if let (Some((then, today)), Some(sentence)) = (since, &sentence)
                && today.verdict > then
            {
                notes.push(text::filing::note_signature(lang, &component.name, sentence));
            }
            DossierComponent {
                attachment,
                verdict_today: since.map(|(_, today)| today.verdict),
                lacks_revocation_today: since.is_some_and(|(_, today)| today.lacks_revocation),
                verdict_note: sentence,
                component_id: component.id,
                name: component.name,
            }
        })
        .collect();
    Ok(DossierView {
        is_fee_due: false,
        id: record.id,
        code: record.code,
        components,
        procedure_code: procedure.code,
        procedure_name: procedure.name,
        unit,
        place,
        case_name: case.name,
        working_time: case.working_time,
        fee: case.fee,
        filer: record.filer,
        owner: record.owner,
        acting: record.acting,
        answers: answered(procedure.form.as_ref(), &record.answers, lang),
        delivery: record.delivery,
        submission: record.submission,
        status: record.status,
        is_withdrawn: record.is_withdrawn,
        submitted_at: record.submitted_at,
        digest: record.digest,
        notes,
    })
}

/// What was answered, question by question.
pub fn answered(form: Option<&FormSchema>, answers: &Answers, lang: Lang) -> Vec<Answered> {
    let Some(form) = form else {
        return Vec::new();
    };
    let asked = form.asked(answers).into_iter();
    let read = |one: Asked<'_>| {
        let answer = answers.get(one.name)?;
        Some(Answered {
            name: one.name.to_owned(),
            question: one.property.title.clone(),
            answer: one.property.reading(answer, lang),
        })
    };
    asked.filter_map(read).collect()
}

/// The verdict at filing beside the one of today, and what to do where it has failed.
fn verdict_since(then: Verdict, today: Today, lang: Lang) -> String {
    let time = today.verified_at.vietnam_minute();
    let (then, now) = (words::verdict(then, lang), words::verdict(today.verdict, lang));
    let sentence = text::filing::verdict_since(lang, now, then, time);
    match today.refusal {
        Some(code) => format!("{sentence} {}", sentence_of(code, &BTreeMap::new(), lang)),
        None => sentence,
    }
}
