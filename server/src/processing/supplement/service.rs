//! The unit's side: asking, and what an open round means for the acts of officers.

use super::domain::{Answer, Part, Supplement, check_ask};
use super::store;
use crate::audit::service::Action;
use crate::catalogue::service::calendar;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult, FieldFault};
use crate::filing::service::supplement as filing;
use crate::identity::guard::Officer;
use crate::notification::service::{DossierNews, Lang};
use crate::processing::domain::Dossier;
use crate::processing::service::{Doing, desk_view, on_duty, to_act_on};
use crate::processing::tell::tell_filer;
use crate::processing::work::service as work;
use crate::state::AppState;
use anyhow::anyhow;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::catalogue::form::Answers;
use motcua_shared::catalogue::time_limit::TimeLimit;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{DossierId, SupplementId};
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::rule::{DossierAct, MAX_WORDS, MIN_GROUND};
use motcua_shared::processing::supplement::{AskSupplement, MAX_REASON, Question, Round, RoundState};
use motcua_shared::time::{Timestamp, format_date};

/// What is wrong with a request, with the bounds that its sentences name.
fn faults(wrong: Vec<(String, ErrorCode)>) -> AppError {
    let fault = |(path, code): (String, ErrorCode)| {
        let max = if path == "words" { MAX_WORDS } else { MAX_REASON };
        FieldFault::new(path, code)
            .with("min", MIN_GROUND)
            .with("max", max)
    };
    AppError::fields(wrong.into_iter().map(fault).collect())
}

/// Asks for parts of a dossier once more: from now on its time stands still.
pub async fn ask(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: AskSupplement,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let ask = check_ask(&request).map_err(faults)?;
    let now = state.clock.now();
    let days = state.config.processing.supplement_days;
    let work = move |conn: &mut DbConn| {
        let today = now.vietnam_date();
        let duty = on_duty(conn, &officer)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        let next = dossier.after(DossierAct::AskSupplement, ask.version)?;
        let round = round(conn, &dossier, &ask, (days, now))?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            dossier: &dossier,
            now,
        };
        doing.advance(conn, next, None)?;
        let until = round.answer_until;
        let draft = filing::open_draft(conn, dossier.account, id, round.id, now)?;
        let (asked_by, officer_name, unit) = duty.named();
        let round = Supplement {
            draft,
            officer: officer_name,
            unit,
            ..round
        };
        store::insert(conn, id, &round, asked_by)?;
        let (act, words) = (DossierAct::AskSupplement, Some(ask.words.as_str()));
        doing.note(conn, (next, act), Action::SupplementAsked, words)?;
        work::pause(conn, id, today)?;
        tell_filer(conn, &dossier, DossierNews::SupplementAsked { until }, now)?;
        desk_view(conn, &duty, id, (today, lang))
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// The round that is asked for, but for who asks.
fn round(
    conn: &mut DbConn,
    dossier: &Dossier,
    ask: &AskSupplement,
    (days, now): (u32, Timestamp),
) -> AppResult<Supplement> {
    let today = now.vietnam_date();
    let earlier = store::list(conn, dossier.id)?;
    if earlier.iter().any(|round| round.says(&ask.words)) {
        return Err(AppError::field("words", ErrorCode::SupplementGroundKnown));
    }
    let definition = filing::asked_of(conn, dossier.procedure, dossier.id)?;
    let mut filed = filing::list_filed(conn, dossier.id)?;
    let mut parts = Vec::new();
    for (at, part) in ask.parts.iter().enumerate() {
        let mut needed = definition.needed(Some(&dossier.case_id));
        if !needed.any(|component| component.id == part.component_id) {
            let path = format!("parts.{at}.component_id");
            return Err(AppError::field(&path, ErrorCode::NotAChoice));
        }
        let place = filed.iter().position(|(id, _)| *id == part.component_id);
        parts.push(Part {
            component_id: part.component_id.clone(),
            reason: part.reason.clone(),
            old: place.map(|place| filed.swap_remove(place).1),
            new: None,
        });
    }
    let answers = asked_answers(conn, dossier.id, &definition, ask)?;
    let due = dossier.due_on.filter(|_| dossier.status.is_due());
    if dossier.status.is_due() && due.is_none() {
        return Err(AppError::internal(anyhow!(
            "a dossier whose time runs is due on no day"
        )));
    }
    let calendar = calendar::load(conn, due.map_or(today, |due| due.min(today)))?;
    let answer_until = calendar::last_day(today, TimeLimit::Days(days), &calendar)
        .ok_or_else(|| AppError::internal(anyhow!("the calendar has no end for an answer")))?;
    Ok(Supplement {
        id: new_id(SupplementId::from_uuid),
        number: u32::try_from(earlier.len() + 1).map_err(AppError::internal)?,
        draft: new_id(motcua_shared::id::DraftId::from_uuid),
        state: RoundState::Open,
        words: ask.words.clone(),
        came_from: dossier.status,
        days_left: due.map(|due| calendar::count_working_days(today, due, &calendar)),
        answer_until,
        officer: String::new(),
        unit: String::new(),
        asked_at: now,
        digest: None,
        ended_at: None,
        parts,
        answers,
    })
}

/// The answers that are asked for, as they stand; only what the form asks, and no promises: those are given or not.
fn asked_answers(
    conn: &mut DbConn,
    dossier: DossierId,
    definition: &ProcedureDefinition,
    ask: &AskSupplement,
) -> AppResult<Vec<Answer>> {
    if ask.answers.is_empty() {
        return Ok(Vec::new());
    }
    let filed = filing::find_answers(conn, dossier)?;
    let questions = askable(definition, &filed);
    let mut answers = Vec::new();
    for (at, one) in ask.answers.iter().enumerate() {
        if !questions.iter().any(|(name, _)| *name == one.field) {
            let path = format!("answers.{at}.field");
            return Err(AppError::field(&path, ErrorCode::NotAChoice));
        }
        answers.push(Answer {
            field: one.field.clone(),
            reason: Some(one.reason.clone()),
            old: filed.get(&one.field).cloned(),
            new: None,
        });
    }
    Ok(answers)
}

/// Questions whose answers may be asked for once more: name and title.
fn askable<'a>(definition: &'a ProcedureDefinition, filed: &'a Answers) -> Vec<(&'a str, &'a str)> {
    let Some(form) = &definition.form else {
        return Vec::new();
    };
    let asked = form.asked(filed).into_iter();
    asked
        .filter(|one| one.property.only.is_none())
        .map(|one| (one.name, one.property.title.as_str()))
        .collect()
}

/// The questions of the form, with what was answered: what an officer may ask for once more.
pub fn questions(
    conn: &mut DbConn,
    dossier: DossierId,
    definition: &ProcedureDefinition,
    lang: Lang,
) -> AppResult<Vec<Question>> {
    let Some(form) = &definition.form else {
        return Ok(Vec::new());
    };
    let filed = filing::find_answers(conn, dossier)?;
    let question = |(name, title): (&str, &str)| Question {
        answer: filed
            .get(name)
            .and_then(|answer| Some(form.find(name)?.reading(answer, lang))),
        field: name.to_owned(),
        title: title.to_owned(),
    };
    Ok(askable(definition, &filed).into_iter().map(question).collect())
}

/// How many parts and answers each round asked for, and until which day, oldest first.
pub fn asked(conn: &mut DbConn, dossier: DossierId) -> AppResult<Vec<(usize, NaiveDate)>> {
    let rounds = store::list(conn, dossier)?.into_iter();
    Ok(rounds.map(|round| (round.count(), round.answer_until)).collect())
}

/// The round that waits for an answer.
pub fn open_round(conn: &mut DbConn, dossier: DossierId) -> AppResult<Option<Supplement>> {
    let mut rounds = store::list(conn, dossier)?.into_iter();
    Ok(rounds.find(|round| round.state == RoundState::Open))
}

/// Rounds of a dossier, oldest first, and whether the answer to the open one is late.
pub fn rounds(
    conn: &mut DbConn,
    dossier: &Dossier,
    for_officer: bool,
    (today, lang): (NaiveDate, Lang),
) -> AppResult<(Vec<Round>, bool)> {
    let all = store::list(conn, dossier.id)?;
    if all.is_empty() {
        return Ok((Vec::new(), false));
    }
    let procedure = filing::asked_of(conn, dossier.procedure, dossier.id)?;
    let is_late = all
        .iter()
        .any(|round| round.state == RoundState::Open && round.is_late(today));
    let rounds = all
        .into_iter()
        .map(|round| round.view(&procedure, for_officer, lang));
    Ok((rounds.collect(), is_late))
}

/// Refuses the end of a dossier without a result while its filer may still answer.
pub fn require_late(conn: &mut DbConn, dossier: &Dossier, today: NaiveDate) -> AppResult<()> {
    if dossier.status != DossierStatus::AwaitingSupplement {
        return Ok(());
    }
    match open_round(conn, dossier.id)? {
        Some(round) if !round.is_late(today) => {
            Err(AppError::new(ErrorCode::SupplementOpen).with("until", format_date(round.answer_until)))
        }
        _ => Ok(()),
    }
}

/// A dossier ended while a round was open: nobody answers it any more.
pub fn end_open(conn: &mut DbConn, dossier: &Dossier, now: Timestamp) -> AppResult<()> {
    let Some(round) = open_round(conn, dossier.id)? else {
        return Ok(());
    };
    store::end(conn, round.id, RoundState::Ended, None, now)?;
    filing::give_up(conn, dossier.account, round.draft, dossier.id, now)
}

/// The round that waited while a withdrawal was asked for gets the days that passed with it.
pub fn put_off(conn: &mut DbConn, dossier: DossierId, days: u32) -> AppResult<()> {
    let Some(round) = open_round(conn, dossier)? else {
        return Ok(());
    };
    let calendar = calendar::load(conn, round.answer_until)?;
    match calendar::last_day(round.answer_until, TimeLimit::Days(days), &calendar) {
        Some(until) => store::put_off(conn, round.id, until),
        None => Ok(()),
    }
}
