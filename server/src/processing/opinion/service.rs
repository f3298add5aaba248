//! Asking other units, and answering.

use super::domain::{check_answer, check_question};
use super::store::{self, NewOpinion, Opinion};
use crate::audit::service::{Action, record};
use crate::catalogue::service::{self as catalogue, calendar};
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::filing::service as filing;
use crate::http::page::ListQuery;
use crate::http::send_file::FileRef;
use crate::identity::guard::Officer;
use crate::notification::service::Lang;
use crate::processing::service::{Doing, desk_view, find_for_portal, on_duty, to_act_on};
use crate::state::AppState;
use anyhow::anyhow;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{DossierId, OpinionId};
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page, day_cursor, read_day_cursor};
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::opinion::{
    AnswerOpinion, AskOpinion, MAX_OPINIONS, OpinionCase, OpinionFile, OpinionView,
};

pub use super::store::list_of as list;

/// Which questions.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Those that were answered, and not those that wait.
    pub is_answered: bool,
    /// `next` of an earlier page.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: Option<u32>,
}

/// Units that one search shows.
const MAX_UNITS: i64 = 20;

/// Units of every level may be asked.
const LEVELS: [Level; 4] = [Level::Ministry, Level::Province, Level::District, Level::Commune];

/// With the working days that are left of what still waits.
fn told(conn: &mut DbConn, opinion: Opinion, today: NaiveDate) -> AppResult<OpinionView> {
    let mut told = opinion.told;
    if told.answer.is_none() && !told.is_over {
        let days = calendar::load(conn, told.until.min(today))?;
        told.days_left = Some(calendar::count_working_days(today, told.until, &days));
    }
    Ok(told)
}

/// What was asked about a dossier, oldest first.
pub fn list_of(conn: &mut DbConn, dossier: DossierId, today: NaiveDate) -> AppResult<Vec<OpinionView>> {
    let all = store::list_of(conn, dossier)?.into_iter();
    all.map(|opinion| told(conn, opinion, today)).collect()
}

/// Units that may be asked: every other one.
pub fn list_units(
    conn: &mut DbConn,
    officer: &Officer,
    query: &ListQuery,
    today: NaiveDate,
) -> AppResult<Vec<UnitView>> {
    let duty = on_duty(conn, officer)?;
    let mut units = directory::search(conn, &query.words().unwrap_or_default(), today, MAX_UNITS)?;
    units.retain(|unit| unit.id != duty.unit.id);
    Ok(units)
}

/// Asks another unit about a dossier.
pub async fn ask(
    state: &AppState,
    officer: Officer,
    id: DossierId,
    request: AskOpinion,
    lang: Lang,
) -> AppResult<DeskDossier> {
    let ask = check_question(request).map_err(AppError::fields)?;
    let now = state.clock.now();
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let dossier = to_act_on(conn, &duty, id, now)?;
        if !dossier.status.is_due() {
            return Err(ErrorCode::DossierMovedOn.into());
        }
        let not_a_choice = || AppError::field("unit_id", ErrorCode::NotAChoice);
        if ask.unit_id == duty.unit.id || !directory::exists_at(conn, ask.unit_id, &LEVELS, today)? {
            return Err(not_a_choice());
        }
        take_turn(conn, "dossier-opinions", &id.to_string())?;
        let before = store::list_of(conn, id)?;
        let is_open = |one: &Opinion| one.unit == ask.unit_id && one.told.answer.is_none();
        if before.iter().any(is_open) {
            return Err(AppError::field("unit_id", ErrorCode::OpinionOpen));
        }
        if before.len() >= MAX_OPINIONS {
            return Err(not_a_choice());
        }
        let days = calendar::load(conn, today)?;
        let until = calendar::add_working_days(today, ask.days, &days)
            .ok_or_else(|| AppError::internal(anyhow!("the calendar has no end for an opinion")))?;
        let (account, name, unit) = duty.named();
        let new = NewOpinion {
            id: new_id(OpinionId::from_uuid),
            dossier: id,
            unit: ask.unit_id,
            question: &ask.question,
            until,
            by: (account, &name, &unit),
            at: now,
        };
        store::insert(conn, &new)?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            dossier: &dossier,
            now,
        };
        doing.record(conn, Action::OpinionAsked)?;
        desk_view(conn, &duty, id, (today, lang))
    };
    state.db.write(work).await
}

/// What the officer's unit is asked.
pub fn list_for(
    conn: &mut DbConn,
    officer: &Officer,
    asked: &Asked,
    today: NaiveDate,
) -> AppResult<Page<OpinionView>> {
    let duty = on_duty(conn, officer)?;
    let limit = asked.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let after = match asked.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
        None => None,
        Some(cursor) => Some(
            read_day_cursor(cursor, OpinionId::parse)
                .ok_or_else(|| AppError::field("cursor", ErrorCode::NotAChoice))?,
        ),
    };
    let rows = store::list_for(conn, duty.unit.id, asked.is_answered, after, limit)?;
    let rows = rows.into_iter().map(|opinion| told(conn, opinion, today));
    let rows = rows.collect::<AppResult<Vec<_>>>()?;
    Ok(Page::forth(rows, limit, after.is_none(), |last| {
        day_cursor(last.until, last.id)
    }))
}

/// Whether the asked unit may still read what was filed: while its answer is wanted.
fn is_wanted(opinion: &Opinion) -> bool {
    opinion.told.answer.is_none() && !opinion.told.is_over
}

fn case(conn: &mut DbConn, opinion: Opinion, today: NaiveDate) -> AppResult<OpinionCase> {
    let (mut owner_name, mut files) = (None, Vec::new());
    if is_wanted(&opinion) {
        let dossier = find_for_portal(conn, opinion.dossier)?;
        let definition = catalogue::load_version(conn, dossier.procedure)?.definition;
        owner_name = Some(dossier.owner.name);
        for (component_id, attached) in filing::supplement::list_filed(conn, opinion.dossier)? {
            let named = definition.components.iter().find(|one| one.id == component_id);
            files.push(OpinionFile {
                name: named.map_or_else(|| component_id.clone(), |one| one.name.clone()),
                component_id,
                file: attached.attachment,
            });
        }
    }
    Ok(OpinionCase {
        opinion: told(conn, opinion, today)?,
        owner_name,
        files,
    })
}

/// One question with what may be read for its answer; opening it is recorded.
pub async fn load(state: &AppState, officer: Officer, id: OpinionId) -> AppResult<OpinionCase> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let opinion = store::find(conn, duty.unit.id, id)?.ok_or(ErrorCode::NotFound)?;
        let (who, dossier) = (Some(officer.id()), opinion.dossier);
        record(
            conn,
            now,
            who,
            Action::OpinionViewed,
            dossier,
            &officer.request_id,
        )?;
        case(conn, opinion, now.vietnam_date())
    };
    state.db.write(work).await
}

/// A filed file for the asked unit; the owner of a vault that it came from reads of it there.
pub async fn open_file(
    state: &AppState,
    officer: Officer,
    (id, component): (OpinionId, String),
    is_viewed: bool,
) -> AppResult<FileRef> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let opinion = store::find(conn, duty.unit.id, id)?
            .filter(is_wanted)
            .ok_or(ErrorCode::NotFound)?;
        let dossier = opinion.dossier;
        let who = Some(officer.id());
        record(
            conn,
            now,
            who,
            Action::DossierFileRead,
            dossier,
            &officer.request_id,
        )?;
        let filed = (dossier, opinion.told.code.as_str(), component.as_str());
        filing::file_for_asked(conn, filed, (duty.actor(), is_viewed), now)
    };
    state.db.write(work).await
}

/// Answers once; the same again gives the same.
pub async fn answer(
    state: &AppState,
    officer: Officer,
    id: OpinionId,
    request: AnswerOpinion,
) -> AppResult<OpinionCase> {
    let answer = check_answer(request).map_err(|fault| AppError::fields(vec![fault]))?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let opinion = store::find(conn, duty.unit.id, id)?.ok_or(ErrorCode::NotFound)?;
        if opinion.told.is_over && opinion.told.answer.is_none() {
            return Err(ErrorCode::OpinionOver.into());
        }
        let (account, name, _) = duty.named();
        if !store::answer(conn, id, &answer, (account, &name, now))? {
            let before = store::find(conn, duty.unit.id, id)?.ok_or(ErrorCode::NotFound)?;
            let said = before.told.answer.as_ref();
            let is_same = said.is_some_and(|said| said.words == answer.words && said.stance == answer.stance);
            return match is_same {
                true => case(conn, before, now.vietnam_date()),
                false => Err(ErrorCode::OpinionOver.into()),
            };
        }
        let who = Some(officer.id());
        record(
            conn,
            now,
            who,
            Action::OpinionGiven,
            opinion.dossier,
            &officer.request_id,
        )?;
        let answered = store::find(conn, duty.unit.id, id)?.ok_or(ErrorCode::NotFound)?;
        case(conn, answered, now.vietnam_date())
    };
    state.db.write(work).await
}
