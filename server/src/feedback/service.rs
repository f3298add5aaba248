//! The owner's side: sending, reading, taking back.

use super::address::find_unit;
use super::domain::{Feedback, Said, check_page};
use super::store::{self, NewFeedback, NewStep, Reader};
use super::tell::tell_owner;
use crate::audit::service::{Action, record};
use crate::catalogue::service::calendar;
use crate::clock::before;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::page::{Cursor, ListQuery, PageQuery, page};
use crate::identity::guard::Filer;
use crate::notification::service::{FeedbackNews, Lang};
use crate::state::AppState;
use crate::vault::service::{self as vault, log, origin};
use anyhow::anyhow;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::{
    FeedbackItem, FeedbackState, FeedbackView, PaperFeedback, SendFeedback, StepBy, StepFeedback,
};
use motcua_shared::feedback::rule::{FeedbackAct, MAX_WORDS};
use motcua_shared::id::{AccountId, FeedbackId, PaperId, UnitId};
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::rule::optional_text;

/// What one account may send in a day: each is told of by a message, and each makes work at a desk.
const A_DAY: i64 = 20;
const DAY_SECONDS: u64 = 24 * 3600;

/// Units that one search shows.
const MAX_UNITS: i64 = 30;

/// What was said of one paper so far that its page shows.
const OF_PAPER: i64 = 20;

/// Working days until each of these is due, from today on.
pub(super) fn items(conn: &mut DbConn, list: &[Feedback], today: NaiveDate) -> AppResult<Vec<FeedbackItem>> {
    let since = list.iter().map(|feedback| feedback.due_on).min().unwrap_or(today);
    let days = calendar::load(conn, since.min(today))?;
    let item =
        |feedback: &Feedback| feedback.item(calendar::count_working_days(today, feedback.due_on, &days));
    Ok(list.iter().map(item).collect())
}

/// A feedback with its steps.
pub(super) fn view(conn: &mut DbConn, feedback: &Feedback, today: NaiveDate) -> AppResult<FeedbackView> {
    let item = items(conn, std::slice::from_ref(feedback), today)?.pop();
    let (file_name, _) =
        origin::load_report(conn, feedback.owner, feedback.paper, feedback.said.file_version)?;
    Ok(FeedbackView {
        item: item.ok_or_else(|| AppError::internal(anyhow!("one feedback is one row")))?,
        file_version: feedback.said.file_version,
        file_name,
        explanation: feedback.said.explanation.clone(),
        page: feedback.said.page,
        new_file_version: feedback.new_file_version,
        steps: store::list_steps(conn, feedback.id)?,
    })
}

fn of_owner(conn: &mut DbConn, owner: AccountId, id: FeedbackId) -> AppResult<Feedback> {
    store::find(conn, Reader::Owner(owner), id)?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// One feedback of the account.
pub fn load(
    conn: &mut DbConn,
    owner: AccountId,
    id: FeedbackId,
    today: NaiveDate,
) -> AppResult<FeedbackView> {
    let feedback = of_owner(conn, owner, id)?;
    view(conn, &feedback, today)
}

/// One page of what the account said, newest first.
pub fn list(
    conn: &mut DbConn,
    owner: AccountId,
    query: &PageQuery,
    today: NaiveDate,
) -> AppResult<Page<FeedbackItem>> {
    let cursor = Cursor::parse(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let rows = store::list(conn, Reader::Owner(owner), cursor, limit)?;
    let items = items(conn, &rows, today)?;
    Ok(page(items, limit, cursor, |item| item.id.uuid(), None))
}

/// What is known of feedback on one paper.
pub fn of_paper(
    conn: &mut DbConn,
    owner: AccountId,
    paper: PaperId,
    working_days: u32,
    today: NaiveDate,
) -> AppResult<PaperFeedback> {
    let paper = vault::load_paper(conn, owner, paper)?;
    let unit = find_unit(conn, owner, &paper, today)?;
    let said = store::list_of_paper(conn, owner, paper.item.id, OF_PAPER)?;
    Ok(PaperFeedback {
        paper_name: paper.item.name,
        file_name: paper.item.file_name,
        version: paper.item.version,
        file_version: paper.item.file_version,
        unit,
        items: items(conn, &said, today)?,
        working_days,
    })
}

/// Units whose name holds every word.
pub fn list_units(conn: &mut DbConn, query: &ListQuery, today: NaiveDate) -> AppResult<Vec<UnitView>> {
    directory::search(conn, &query.words().unwrap_or_default(), today, MAX_UNITS)
}

fn check(request: &SendFeedback) -> AppResult<Said> {
    let mut faults = Vec::new();
    let explanation = optional_text(request.explanation.as_deref(), MAX_WORDS).unwrap_or_else(|code| {
        faults.push(FieldFault::new("explanation", code).with("max", MAX_WORDS));
        None
    });
    let page = check_page(request.page).unwrap_or_else(|code| {
        faults.push(FieldFault::new("page", code));
        None
    });
    if !faults.is_empty() {
        return Err(AppError::fields(faults));
    }
    Ok(Said {
        reason: request.reason,
        explanation,
        page,
        file_version: request.file_version,
    })
}

/// The unit that the owner chose, where the paper leads to none.
fn chosen(conn: &mut DbConn, id: Option<UnitId>) -> AppResult<UnitId> {
    let id = id.ok_or_else(|| AppError::field("unit_id", ErrorCode::Required))?;
    match directory::load(conn, id) {
        Ok(unit) => Ok(unit.id),
        Err(error) if error.code == ErrorCode::NotFound => {
            Err(AppError::field("unit_id", ErrorCode::NotAChoice))
        }
        Err(error) => Err(error),
    }
}

/// The answer to a key that came before.
fn repeated(
    conn: &mut DbConn,
    (owner, key): (AccountId, &str),
    (paper, said): (PaperId, &Said),
) -> AppResult<Option<Feedback>> {
    let Some(first) = store::find_by_key(conn, owner, key)? else {
        return Ok(None);
    };
    if first.paper == paper && first.said == *said {
        Ok(Some(first))
    } else {
        Err(ErrorCode::IdempotencyMismatch.into())
    }
}

/// Sends a feedback on a paper of the own vault. The same key again gives the same feedback.
pub async fn send(
    state: &AppState,
    filer: Filer,
    (paper, key): (PaperId, String),
    request: SendFeedback,
    lang: Lang,
) -> AppResult<FeedbackView> {
    let said = check(&request)?;
    let now = state.clock.now();
    let today = now.vietnam_date();
    let working_days = state.config.feedback.working_days;
    let work = move |conn: &mut DbConn| {
        let owner = filer.id();
        if let Some(first) = repeated(conn, (owner, &key), (paper, &said))? {
            return view(conn, &first, today);
        }
        take_turn(conn, "feedback-sent", &owner.to_string())?;
        if store::count_since(conn, owner, before(now, DAY_SECONDS))? >= A_DAY {
            return Err(AppError::new(ErrorCode::TooManyRequests).retry_after(3600));
        }
        let seen = vault::load_paper(conn, owner, paper)?;
        if seen.removed_at.is_some() {
            return Err(ErrorCode::NotFound.into());
        }
        if (seen.item.version, seen.item.file_version) != (request.version, request.file_version) {
            return Err(ErrorCode::VersionConflict.into());
        }
        let unit = match find_unit(conn, owner, &seen, today)? {
            Some(unit) => unit.id,
            None => chosen(conn, request.unit_id)?,
        };
        let days = calendar::load(conn, today)?;
        let due_on = calendar::add_working_days(today, working_days, &days)
            .ok_or_else(|| AppError::internal(anyhow!("the calendar has no end for a time limit")))?;
        let new = NewFeedback {
            id: new_id(FeedbackId::from_uuid),
            owner,
            key: &key,
            paper,
            unit,
            said: &said,
            due_on,
        };
        if !store::insert(conn, &new, now)? {
            // The same request at the same time was first, or another feedback on this paper.
            let first = repeated(conn, (owner, &key), (paper, &said))?;
            return view(conn, &first.ok_or(ErrorCode::FeedbackOpen)?, today);
        }
        let feedback = of_owner(conn, owner, new.id)?;
        step(conn, &feedback, FeedbackState::Sent, &filer, now)?;
        let entry = log::Entry {
            ground: Some(said.reason.as_str().to_owned()),
            ..log::Entry::of_owner(owner, paper, said.file_version, PaperAct::Reported)
        };
        log::note(conn, entry, now)?;
        record(
            conn,
            now,
            Some(owner),
            Action::FeedbackSent,
            feedback.id,
            &filer.request_id,
        )?;
        tell_owner(conn, &feedback, FeedbackNews::Sent, lang, now)?;
        view(conn, &feedback, today)
    };
    let sent = state.db.write(work).await?;
    state.bell.ring();
    Ok(sent)
}

fn step(
    conn: &mut DbConn,
    feedback: &Feedback,
    state: FeedbackState,
    filer: &Filer,
    now: Timestamp,
) -> AppResult<()> {
    let step = NewStep {
        state,
        by: StepBy::Owner,
        account: filer.id(),
        name: &filer.account.name,
        unit: None,
        words: None,
    };
    store::insert_step(conn, feedback.id, &step, now)
}

/// Takes a feedback back that was not answered yet.
pub async fn withdraw(
    state: &AppState,
    filer: Filer,
    id: FeedbackId,
    request: StepFeedback,
) -> AppResult<FeedbackView> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let owner = filer.id();
        let feedback = of_owner(conn, owner, id)?;
        let next = feedback.after(FeedbackAct::Withdraw, request.version)?;
        if !store::advance(conn, &feedback, next, None)? {
            return Err(ErrorCode::FeedbackMovedOn.into());
        }
        step(conn, &feedback, next, &filer, now)?;
        record(
            conn,
            now,
            Some(owner),
            Action::FeedbackWithdrawn,
            id,
            &filer.request_id,
        )?;
        load(conn, owner, id, now.vietnam_date())
    };
    state.db.write(work).await
}
