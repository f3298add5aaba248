//! What the province's desk and the units do with petitions.

use crate::audit::service::{Action, record};
use crate::catalogue::service::calendar;
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::page::{Cursor, page, page_limit};
use crate::identity::guard::Officer;
use crate::identity::service::{self as identity, Account, staff};
use crate::petition::domain::{Petition, Side, check_public, parse_after};
use crate::petition::public::store as public;
use crate::petition::service::{chosen, items, resume, view};
use crate::petition::store::{self, NewStep, Reader};
use crate::petition::tell::tell_writer;
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::{Level, UnitView};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PetitionId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::page::{Page, day_cursor};
use motcua_shared::petition::dto::{
    DeskPetition, PetitionAct, PetitionGround, PetitionItem, PetitionOfficer, PetitionPublication,
    PublishPetition, RefusePetition, RoutePetition, SayOfPetition, StepPetition,
};
use motcua_shared::petition::rule::{MAX_NOTE, MAX_TITLE, MAX_WORDS};
use motcua_shared::vault::rule::{optional_text, required_line, required_text};

/// Units of every level answer.
const LEVELS: [Level; 4] = [Level::Ministry, Level::Province, Level::District, Level::Commune];

/// An officer as of now: a session may have outlived a right by a moment.
struct OnDuty {
    account: Account,
    unit: UnitView,
    /// Of the province's desk.
    is_desk: bool,
    /// Every account of the person: what is about one of them, or by one of them, none of them sees here.
    own: Vec<AccountId>,
}

impl OnDuty {
    fn reader(&self) -> Reader<'_> {
        match self.is_desk {
            true => Reader::Desk(&self.own),
            false => Reader::Unit(self.unit.id, &self.own),
        }
    }

    fn side(&self, petition: &Petition) -> Side {
        let knows_writer = petition.said.shows_name;
        match self.is_desk {
            true => Side::Desk,
            false => Side::Unit { knows_writer },
        }
    }

    fn has(&self, petition: &Petition) -> bool {
        petition.unit.as_ref().is_some_and(|(id, _)| *id == self.unit.id)
    }
}

/// Refuses whoever has no business with petitions: that is for the desk and for leaders.
fn on_duty(conn: &mut DbConn, officer: &Officer) -> AppResult<OnDuty> {
    let account = identity::load_account(conn, officer.id()).map_err(|error| match error.code {
        ErrorCode::NotFound => ErrorCode::NotAllowed.into(),
        _ => error,
    })?;
    let roles = staff::require_dossiers(conn, account.id)?;
    let unit = directory::load(conn, account.unit_id.ok_or(ErrorCode::NotAllowed)?)?;
    let is_root = unit.level == Level::Province && directory::list_above(conn, unit.id)?.len() == 1;
    Ok(OnDuty {
        is_desk: is_root && roles.contains(&StaffRole::Desk),
        own: identity::accounts_of_person(conn, &account)?,
        account,
        unit,
    })
}

/// Which of the two lists, and where its page begins.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What is over instead of what is open.
    pub is_over: bool,
    /// `next` or `previous` of an earlier page.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: Option<u32>,
}

/// What the desk has to look after, or what the officer's unit has to answer: what is due first before the rest; or what is over.
pub fn list(
    conn: &mut DbConn,
    officer: &Officer,
    asked: &Asked,
    today: NaiveDate,
) -> AppResult<Page<PetitionItem>> {
    let duty = on_duty(conn, officer)?;
    let limit = page_limit(asked.limit);
    if asked.is_over {
        let cursor = Cursor::parse(asked.cursor.as_deref())?;
        let rows = store::list(conn, duty.reader(), cursor, limit)?;
        let items = items(conn, &rows, today)?;
        return Ok(page(items, limit, cursor, |item| item.id.uuid(), None));
    }
    let after = parse_after(asked.cursor.as_deref()).map_err(|code| AppError::field("cursor", code))?;
    let rows = store::list_queue(conn, duty.reader(), after, limit)?;
    let rows = Page::forth(rows, limit, after.is_none(), |last| {
        day_cursor(last.due_on, last.id)
    });
    Ok(Page {
        items: items(conn, &rows.items, today)?,
        next: rows.next,
        previous: rows.previous,
        total: None,
    })
}

fn find(conn: &mut DbConn, duty: &OnDuty, id: PetitionId) -> AppResult<Petition> {
    store::find(conn, duty.reader(), id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

fn desk_view(
    conn: &mut DbConn,
    duty: &OnDuty,
    petition: &Petition,
    today: NaiveDate,
) -> AppResult<DeskPetition> {
    let side = duty.side(petition);
    let seen = view(conn, petition, side, today)?;
    let knows_writer = side != Side::Unit { knows_writer: false };
    let officer_names = match duty.is_desk {
        true => store::list_officers(conn, petition.id)?,
        false => Vec::new(),
    };
    let publication = public::find(conn, petition.id)?.filter(|_| duty.is_desk);
    Ok(DeskPetition {
        was_asked: seen.steps.iter().any(|step| step.act == PetitionAct::Ask),
        petition: seen,
        writer: knows_writer.then(|| petition.writer_name.clone()),
        is_desk: duty.is_desk,
        is_here: duty.has(petition),
        officer_names,
        publication,
    })
}

/// One petition; opening it is recorded.
pub async fn load(state: &AppState, officer: Officer, id: PetitionId) -> AppResult<DeskPetition> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let petition = find(conn, &duty, id)?;
        let who = Some(officer.id());
        record(conn, now, who, Action::PetitionViewed, id, &officer.request_id)?;
        desk_view(conn, &duty, &petition, now.vietnam_date())
    };
    state.db.write(work).await
}

/// Officers of a unit whom a petition may be about: only the desk asks.
pub fn list_officers(
    conn: &mut DbConn,
    officer: &Officer,
    id: PetitionId,
    unit: UnitId,
) -> AppResult<Vec<PetitionOfficer>> {
    let duty = on_duty(conn, officer)?;
    find(conn, &duty, id)?;
    if !duty.is_desk {
        return Err(ErrorCode::NotAllowed.into());
    }
    let officers = staff::list_of_unit(conn, unit)?.into_iter();
    let shown = officers.map(|officer| PetitionOfficer {
        id: officer.id,
        name: officer.name,
        position: officer.position,
    });
    Ok(shown.collect())
}

/// What is done, over which version, with what is said of it.
#[derive(Debug, Default)]
struct Deed {
    version: u32,
    words: Option<String>,
    ground: Option<PetitionGround>,
    to: Option<(UnitId, Option<AccountId>)>,
    public: Option<(String, String, String)>,
}

async fn perform(
    state: &AppState,
    officer: Officer,
    id: PetitionId,
    act: PetitionAct,
    deed: Deed,
) -> AppResult<DeskPetition> {
    let now = state.clock.now();
    let today = now.vietnam_date();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let petition = find(conn, &duty, id)?;
        if act.is_of_desk() && !duty.is_desk || act.is_of_unit() && !duty.has(&petition) {
            return Err(ErrorCode::NotAllowed.into());
        }
        let mut next = petition.after(act, deed.version)?;
        match act {
            PetitionAct::Ask => keep_time(conn, &mut next, today)?,
            PetitionAct::Route => route(conn, &mut next, &deed, today)?,
            PetitionAct::Publish => publish(conn, &petition, &deed, today)?,
            PetitionAct::TakeDown => take_down(conn, &petition)?,
            _ => {}
        }
        if act != PetitionAct::Ask {
            resume(conn, &mut next, today)?;
        }
        if !store::update(conn, &petition, &next)? {
            return Err(ErrorCode::VersionConflict.into());
        }
        next.version = next.version.saturating_add(1);
        let handed_to = next.unit.as_ref().filter(|_| act == PetitionAct::Route);
        let step = NewStep {
            act,
            by: (duty.account.id, &duty.account.name),
            unit: Some(&duty.unit.name),
            to_unit: handed_to.map(|(_, name)| name.as_str()),
            ground: deed.ground,
            words: deed.words.as_deref(),
        };
        store::insert_step(conn, id, &step, now)?;
        let who = Some(officer.id());
        record(conn, now, who, action_of(act), id, &officer.request_id)?;
        tell_writer(conn, &next, act, now)?;
        desk_view(conn, &duty, &next, today)
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

const fn action_of(act: PetitionAct) -> Action {
    match act {
        PetitionAct::Send => Action::PetitionSent,
        PetitionAct::Receive => Action::PetitionReceived,
        PetitionAct::Refuse => Action::PetitionRefused,
        PetitionAct::Ask => Action::PetitionAsked,
        PetitionAct::Reply => Action::PetitionReplied,
        PetitionAct::Route => Action::PetitionRouted,
        PetitionAct::PassBack => Action::PetitionPassedBack,
        PetitionAct::Answer => Action::PetitionAnswered,
        PetitionAct::Withdraw => Action::PetitionWithdrawn,
        PetitionAct::Publish => Action::PetitionPublished,
        PetitionAct::TakeDown => Action::PetitionTakenDown,
    }
}

/// The time stands while the writer is asked, and that is done once.
fn keep_time(conn: &mut DbConn, next: &mut Petition, today: NaiveDate) -> AppResult<()> {
    let steps = store::list_steps(conn, next.id)?;
    if steps.iter().any(|step| step.told.act == PetitionAct::Ask) {
        return Err(ErrorCode::PetitionAskedBefore.into());
    }
    let days = calendar::load(conn, next.due_on.min(today))?;
    next.days_kept = Some(calendar::count_working_days(today, next.due_on, &days));
    Ok(())
}

/// To a unit, and past the officer of it whom the petition is about.
fn route(conn: &mut DbConn, next: &mut Petition, deed: &Deed, today: NaiveDate) -> AppResult<()> {
    let (unit, about) = deed
        .to
        .ok_or_else(|| AppError::field("unit_id", ErrorCode::Required))?;
    let unit = chosen(conn, unit)?;
    // At a unit that is no more nobody would answer.
    if !directory::exists_at(conn, unit.0, &LEVELS, today)? {
        return Err(AppError::field("unit_id", ErrorCode::NotAChoice));
    }
    if let Some(about) = about {
        let staff = staff::list_of_unit(conn, unit.0)?;
        let found = staff.into_iter().find(|officer| officer.id == about);
        let found = found.ok_or_else(|| AppError::field("officer_id", ErrorCode::NotAChoice))?;
        store::insert_officer(conn, next.id, found.id, &found.name)?;
    }
    next.unit = Some(unit);
    Ok(())
}

/// What everybody is to read: only where the writer allowed it, and nothing that names somebody.
fn publish(conn: &mut DbConn, petition: &Petition, deed: &Deed, today: NaiveDate) -> AppResult<()> {
    if !petition.said.may_publish {
        return Err(ErrorCode::PetitionNotToPublish.into());
    }
    let (title, question, answer) = deed.public.clone().ok_or(ErrorCode::BadRequest)?;
    let officers = store::list_officers(conn, petition.id)?;
    let mut names = vec![petition.writer_name.as_str()];
    names.extend(officers.iter().map(String::as_str));
    let texts = [("title", &title), ("question", &question), ("answer", &answer)];
    let fault = |(field, text): (&str, &String)| {
        let found = check_public(text, &names).err()?;
        Some(FieldFault::new(field, ErrorCode::TextNamesSomebody).with("found", found))
    };
    let faults: Vec<FieldFault> = texts.into_iter().filter_map(fault).collect();
    if !faults.is_empty() {
        return Err(AppError::fields(faults));
    }
    let shown = public::find(conn, petition.id)?.filter(|known| known.is_shown);
    let wanted = PetitionPublication {
        title,
        question,
        answer,
        is_shown: true,
        // Written otherwise, it does not move to the top.
        published_on: shown.map_or(today, |known| known.published_on),
    };
    public::write(conn, petition.id, &wanted)
}

fn take_down(conn: &mut DbConn, petition: &Petition) -> AppResult<()> {
    let shown = public::find(conn, petition.id)?.filter(|known| known.is_shown);
    let mut known = shown.ok_or(ErrorCode::VersionConflict)?;
    known.is_shown = false;
    public::write(conn, petition.id, &known)
}

fn said(words: &str, max: usize) -> AppResult<Option<String>> {
    required_text(words, max)
        .map(Some)
        .map_err(|code| AppError::field("words", code).with("max", max))
}

fn noted(words: Option<&str>) -> AppResult<Option<String>> {
    optional_text(words, MAX_NOTE).map_err(|code| AppError::field("words", code).with("max", MAX_NOTE))
}

/// Receives a petition.
pub async fn receive(
    state: &AppState,
    officer: Officer,
    id: PetitionId,
    request: StepPetition,
) -> AppResult<DeskPetition> {
    let deed = Deed {
        version: request.version,
        ..Deed::default()
    };
    perform(state, officer, id, PetitionAct::Receive, deed).await
}

/// Says why a petition is not looked into.
pub async fn refuse(
    state: &AppState,
    officer: Officer,
    id: PetitionId,
    request: RefusePetition,
) -> AppResult<DeskPetition> {
    let deed = Deed {
        version: request.version,
        ground: Some(request.ground),
        words: noted(request.words.as_deref())?,
        ..Deed::default()
    };
    perform(state, officer, id, PetitionAct::Refuse, deed).await
}

/// Asks the writer, hands back to the desk, or answers: what is done with words alone.
pub async fn say(
    state: &AppState,
    officer: Officer,
    id: PetitionId,
    act: PetitionAct,
    request: SayOfPetition,
) -> AppResult<DeskPetition> {
    let max = match act {
        PetitionAct::Answer => MAX_WORDS,
        _ => MAX_NOTE,
    };
    let deed = Deed {
        version: request.version,
        words: said(&request.words, max)?,
        ..Deed::default()
    };
    perform(state, officer, id, act, deed).await
}

/// Hands a petition to a unit, also one that another unit has.
pub async fn hand_on(
    state: &AppState,
    officer: Officer,
    id: PetitionId,
    request: RoutePetition,
) -> AppResult<DeskPetition> {
    let deed = Deed {
        version: request.version,
        to: Some((request.unit_id, request.officer_id)),
        words: noted(request.words.as_deref())?,
        ..Deed::default()
    };
    perform(state, officer, id, PetitionAct::Route, deed).await
}

/// Shows question and answer to everybody, or shows them in other words.
pub async fn show(
    state: &AppState,
    officer: Officer,
    id: PetitionId,
    request: PublishPetition,
) -> AppResult<DeskPetition> {
    let mut faults = Vec::new();
    let mut keep = |field: &str, max: usize, text: Result<String, ErrorCode>| {
        text.unwrap_or_else(|code| {
            faults.push(FieldFault::new(field, code).with("max", max));
            String::new()
        })
    };
    let texts = (
        keep("title", MAX_TITLE, required_line(&request.title, MAX_TITLE)),
        keep("question", MAX_NOTE, required_text(&request.question, MAX_NOTE)),
        keep("answer", MAX_WORDS, required_text(&request.answer, MAX_WORDS)),
    );
    if !faults.is_empty() {
        return Err(AppError::fields(faults));
    }
    let deed = Deed {
        version: request.version,
        public: Some(texts),
        ..Deed::default()
    };
    perform(state, officer, id, PetitionAct::Publish, deed).await
}

/// Takes them down.
pub async fn hide(
    state: &AppState,
    officer: Officer,
    id: PetitionId,
    request: StepPetition,
) -> AppResult<DeskPetition> {
    let deed = Deed {
        version: request.version,
        ..Deed::default()
    };
    perform(state, officer, id, PetitionAct::TakeDown, deed).await
}
