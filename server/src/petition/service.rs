//! The writer's side: sending, reading, replying, taking back.

use super::domain::{Petition, Said, Side, code_of, told};
use super::public::store as public;
use super::store::{self, NewPetition, NewStep, Reader};
use crate::audit::service::{Action, record};
use crate::catalogue::service::calendar;
use crate::clock::before;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::filing::service as filing;
use crate::http::page::{Cursor, ListQuery, PageQuery, page, page_limit};
use crate::identity::guard::Filer;
use crate::state::AppState;
use anyhow::anyhow;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DossierId, PetitionId, UnitId};
use motcua_shared::page::Page;
use motcua_shared::petition::dto::{
    PetitionAct, PetitionItem, PetitionView, SayOfPetition, SendPetition, StepPetition,
};
use motcua_shared::petition::rule::{MAX_NOTE, MAX_TITLE, MAX_WORDS};
use motcua_shared::vault::rule::{required_line, required_text};

const DAY_SECONDS: u64 = 24 * 3600;

/// Units that one search shows.
const MAX_UNITS: i64 = 30;

/// Longest code of a dossier that is looked for.
const MAX_CODE: usize = 100;

/// Working days until each of these is due, from today on.
pub(super) fn items(conn: &mut DbConn, list: &[Petition], today: NaiveDate) -> AppResult<Vec<PetitionItem>> {
    let since = list.iter().map(|petition| petition.due_on).min().unwrap_or(today);
    let days = calendar::load(conn, since.min(today))?;
    let item =
        |petition: &Petition| petition.item(calendar::count_working_days(today, petition.due_on, &days));
    Ok(list.iter().map(item).collect())
}

/// A petition with its steps, as a side reads it.
pub(super) fn view(
    conn: &mut DbConn,
    petition: &Petition,
    side: Side,
    today: NaiveDate,
) -> AppResult<PetitionView> {
    let item = items(conn, std::slice::from_ref(petition), today)?.pop();
    let steps = store::list_steps(conn, petition.id)?;
    let knows_writer = side != Side::Unit { knows_writer: false };
    let named = petition.said.named_unit.as_ref();
    Ok(PetitionView {
        item: item.ok_or_else(|| AppError::internal(anyhow!("one petition is one row")))?,
        words: petition.said.words.clone(),
        named_unit: named.map(|(_, name)| name.clone()),
        dossier: petition.dossier().filter(|_| knows_writer),
        may_publish: petition.said.may_publish,
        shows_name: petition.said.shows_name,
        is_published: public::find(conn, petition.id)?.is_some_and(|public| public.is_shown),
        steps: told(steps, side),
    })
}

fn of_writer(conn: &mut DbConn, writer: AccountId, id: PetitionId) -> AppResult<Petition> {
    store::find(conn, Reader::Writer(writer), id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// One petition of the account.
pub fn load(
    conn: &mut DbConn,
    writer: AccountId,
    id: PetitionId,
    today: NaiveDate,
) -> AppResult<PetitionView> {
    let petition = of_writer(conn, writer, id)?;
    view(conn, &petition, Side::Writer, today)
}

/// One page of what the account sent, newest first.
pub fn list(
    conn: &mut DbConn,
    writer: AccountId,
    query: &PageQuery,
    today: NaiveDate,
) -> AppResult<Page<PetitionItem>> {
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = page_limit(query.limit);
    let rows = store::list(conn, Reader::Writer(writer), cursor, limit)?;
    let items = items(conn, &rows, today)?;
    Ok(page(items, limit, cursor, |item| item.id.uuid(), None))
}

/// Units whose name holds every word.
pub fn list_units(conn: &mut DbConn, query: &ListQuery, today: NaiveDate) -> AppResult<Vec<UnitView>> {
    directory::search(conn, &query.words().unwrap_or_default(), today, MAX_UNITS)
}

/// What was typed, without the names that are looked up.
fn check(request: &SendPetition) -> AppResult<(String, String)> {
    let mut faults = Vec::new();
    let title = required_line(&request.title, MAX_TITLE).unwrap_or_else(|code| {
        faults.push(FieldFault::new("title", code).with("max", MAX_TITLE));
        String::new()
    });
    let words = required_text(&request.words, MAX_WORDS).unwrap_or_else(|code| {
        faults.push(FieldFault::new("words", code).with("max", MAX_WORDS));
        String::new()
    });
    match faults.is_empty() {
        true => Ok((title, words)),
        false => Err(AppError::fields(faults)),
    }
}

/// The unit that was chosen, with its name.
pub(super) fn chosen(conn: &mut DbConn, id: UnitId) -> AppResult<(UnitId, String)> {
    match directory::load(conn, id) {
        Ok(unit) => Ok((unit.id, unit.name)),
        Err(error) if error.code == ErrorCode::NotFound => {
            Err(AppError::field("unit_id", ErrorCode::NotAChoice))
        }
        Err(error) => Err(error),
    }
}

/// A dossier of the account. One of somebody else is as unknown as one that never was.
fn dossier(
    conn: &mut DbConn,
    writer: AccountId,
    code: Option<&str>,
) -> AppResult<Option<(DossierId, String)>> {
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
        return Ok(None);
    };
    let unknown = || AppError::field("dossier_code", ErrorCode::PetitionDossierUnknown);
    if code.chars().count() > MAX_CODE {
        return Err(unknown());
    }
    filing::find_own_by_code(conn, writer, code)?
        .ok_or_else(unknown)
        .map(Some)
}

/// The answer to a key that came before.
fn repeated(conn: &mut DbConn, writer: AccountId, key: &str, said: &Said) -> AppResult<Option<Petition>> {
    match store::find_by_key(conn, writer, key)? {
        Some(first) if first.said == *said => Ok(Some(first)),
        Some(_) => Err(ErrorCode::IdempotencyMismatch.into()),
        None => Ok(None),
    }
}

/// The day that is so many working days from `from`.
fn day_after(conn: &mut DbConn, from: NaiveDate, days: u32) -> AppResult<NaiveDate> {
    let calendar = calendar::load(conn, from)?;
    calendar::add_working_days(from, days, &calendar)
        .ok_or_else(|| AppError::internal(anyhow!("the calendar has no end for a time limit")))
}

/// The time goes on that stood while the writer was asked; what was late before stays as late.
pub(super) fn resume(conn: &mut DbConn, petition: &mut Petition, today: NaiveDate) -> AppResult<()> {
    if let Some(kept) = petition.days_kept.take()
        && let Ok(days) = u32::try_from(kept)
    {
        petition.due_on = day_after(conn, today, days)?;
    }
    Ok(())
}

/// Sends a petition. The same key again gives the same petition.
pub async fn send(
    state: &AppState,
    filer: Filer,
    key: String,
    request: SendPetition,
) -> AppResult<PetitionView> {
    let (title, words) = check(&request)?;
    let now = state.clock.now();
    let today = now.vietnam_date();
    let limits = state.config.petition.clone();
    let work = move |conn: &mut DbConn| {
        let writer = filer.id();
        let said = Said {
            kind: request.kind,
            named_unit: request.unit_id.map(|id| chosen(conn, id)).transpose()?,
            dossier: dossier(conn, writer, request.dossier_code.as_deref())?,
            title,
            words,
            may_publish: request.may_publish,
            shows_name: request.shows_name,
        };
        take_turn(conn, "petition-sent", &writer.to_string())?;
        if let Some(first) = repeated(conn, writer, &key, &said)? {
            return view(conn, &first, Side::Writer, today);
        }
        if store::count_since(conn, writer, before(now, DAY_SECONDS))? >= i64::from(limits.a_day) {
            return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(3600));
        }
        take_turn(conn, "petition-code", &today.to_string())?;
        let code = code_of(today, store::count_codes(conn, today)?.saturating_add(1));
        let new = NewPetition {
            id: new_id(PetitionId::from_uuid),
            code: &code,
            writer: (writer, &filer.account.name),
            key: &key,
            said: &said,
            due_on: day_after(conn, today, limits.answer_days)?,
        };
        if !store::insert(conn, &new, now)? {
            return Err(ErrorCode::IdempotencyMismatch.into());
        }
        let step = step_of(&filer, PetitionAct::Send, None);
        store::insert_step(conn, new.id, &step, now)?;
        let who = Some(writer);
        record(conn, now, who, Action::PetitionSent, new.id, &filer.request_id)?;
        load(conn, writer, new.id, today)
    };
    state.db.write(work).await
}

fn step_of<'a>(filer: &'a Filer, act: PetitionAct, words: Option<&'a str>) -> NewStep<'a> {
    NewStep {
        act,
        by: (filer.id(), &filer.account.name),
        unit: None,
        to_unit: None,
        ground: None,
        words,
    }
}

/// Takes a petition back that nobody has received.
pub async fn withdraw(
    state: &AppState,
    filer: Filer,
    id: PetitionId,
    request: StepPetition,
) -> AppResult<PetitionView> {
    perform(state, filer, id, (PetitionAct::Withdraw, request.version), None).await
}

/// Replies to the desk's question.
pub async fn reply(
    state: &AppState,
    filer: Filer,
    id: PetitionId,
    request: SayOfPetition,
) -> AppResult<PetitionView> {
    let words = required_text(&request.words, MAX_NOTE)
        .map_err(|code| AppError::field("words", code).with("max", MAX_NOTE))?;
    let deed = (PetitionAct::Reply, request.version);
    perform(state, filer, id, deed, Some(words)).await
}

async fn perform(
    state: &AppState,
    filer: Filer,
    id: PetitionId,
    (act, version): (PetitionAct, u32),
    words: Option<String>,
) -> AppResult<PetitionView> {
    let now = state.clock.now();
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        let writer = filer.id();
        let petition = of_writer(conn, writer, id)?;
        let mut next = petition.after(act, version)?;
        resume(conn, &mut next, today)?;
        if !store::update(conn, &petition, &next)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        let step = step_of(&filer, act, words.as_deref());
        store::insert_step(conn, id, &step, now)?;
        let action = match act {
            PetitionAct::Reply => Action::PetitionReplied,
            _ => Action::PetitionWithdrawn,
        };
        record(conn, now, Some(writer), action, id, &filer.request_id)?;
        load(conn, writer, id, today)
    };
    state.db.write(work).await
}
