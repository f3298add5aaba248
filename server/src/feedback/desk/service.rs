//! The officers' side: what waits, comparing, and the answer.

use crate::audit::service::{Action, record};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::feedback::domain::{Feedback, check_ground, parse_after};
use crate::feedback::job::{TELL_DOSSIERS, TellDossiers};
use crate::feedback::service::{items, view};
use crate::feedback::store::{self, NewStep, Reader};
use crate::feedback::tell::tell_owner;
use crate::http::page::{Cursor, page};
use crate::http::send_file::FileRef;
use crate::identity::domain::Account;
use crate::identity::guard::Officer;
use crate::identity::service::{self as identity, staff};
use crate::job::queue;
use crate::notification::service::{FeedbackNews, Lang};
use crate::state::AppState;
use crate::upload::service as upload;
use crate::vault::service::{self as vault, issue, log, origin};
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::{
    CorrectResult, DeskFeedback, FeedbackItem, FeedbackState, RefuseFeedback, StepBy, StepFeedback,
};
use motcua_shared::feedback::rule::{FeedbackAct, MAX_WORDS, MIN_GROUND};
use motcua_shared::id::{FeedbackId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page, day_cursor};
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::VaultKind;
use motcua_shared::vault::rule::optional_text;

/// The ground on which officers read a paper, as the owner finds it in the log.
const GROUND: &str = "feedback";

/// An officer as of now: a session may have outlived a right by a moment.
pub struct OnDuty {
    account: Account,
    unit: UnitView,
}

impl OnDuty {
    fn actor(&self) -> log::Actor {
        log::Actor::Officer {
            id: self.account.id,
            name: self.account.name.clone(),
            unit: self.unit.name.clone(),
            unit_id: self.unit.id,
        }
    }
}

/// Refuses whoever may not answer feedback. An officer without a role has no business with people's papers.
pub fn on_duty(conn: &mut DbConn, officer: &Officer) -> AppResult<OnDuty> {
    let account = identity::load_account(conn, officer.id()).map_err(|error| match error.code {
        ErrorCode::NotFound => ErrorCode::NotAllowed.into(),
        _ => error,
    })?;
    staff::require(conn, account.id, StaffRole::Desk)?;
    let unit = account.unit_id.ok_or(ErrorCode::NotAllowed)?;
    Ok(OnDuty {
        unit: directory::load(conn, unit)?,
        account,
    })
}

/// A feedback of the officer's unit or one below it; any other does not exist.
fn of_unit(conn: &mut DbConn, unit: UnitId, id: FeedbackId) -> AppResult<Feedback> {
    let found = store::find(conn, Reader::Portal, id)?.ok_or(ErrorCode::NotFound)?;
    if directory::list_above(conn, found.unit)?.contains(&unit) {
        Ok(found)
    } else {
        Err(ErrorCode::NotFound.into())
    }
}

/// Which of the two lists, and where its page begins.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What is over instead of what waits.
    pub is_over: bool,
    /// `next` or `previous` of an earlier page.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: Option<u32>,
}

/// What the officer's unit and those below it have to answer, what is due first before the rest; or what is over. In the
/// queue `previous` leads to its beginning: that is where the work is.
pub fn list(
    conn: &mut DbConn,
    officer: &Officer,
    asked: &Asked,
    today: NaiveDate,
) -> AppResult<Page<FeedbackItem>> {
    let duty = on_duty(conn, officer)?;
    let below = directory::list_below(conn, duty.unit.id, today)?;
    let units: Vec<UnitId> = below.iter().map(|unit| unit.id).collect();
    let limit = asked.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    if asked.is_over {
        let cursor = Cursor::parse(asked.cursor.as_deref())?;
        let rows = store::list(conn, Reader::Units(&units), cursor, limit)?;
        let items = items(conn, &rows, today)?;
        return Ok(page(items, limit, cursor, |item| item.id.uuid(), None));
    }
    let after = parse_after(asked.cursor.as_deref()).map_err(|code| AppError::field("cursor", code))?;
    let rows = store::list_queue(conn, &units, after, limit)?;
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

fn desk_view(conn: &mut DbConn, feedback: &Feedback, today: NaiveDate) -> AppResult<DeskFeedback> {
    let paper = vault::load_paper(conn, feedback.owner, feedback.paper)?;
    let wrong = feedback.said.file_version;
    let (_, report) = origin::load_report(conn, feedback.owner, feedback.paper, wrong)?;
    let current = origin::find_current(conn, feedback.owner, feedback.paper, wrong)?;
    Ok(DeskFeedback {
        feedback: view(conn, feedback, today)?,
        owner_identifier: paper.item.identifier,
        decision_number: paper.item.decision_number,
        issued_on: paper.item.issued_on,
        report,
        current,
        is_current: paper.removed_at.is_none() && paper.item.file_version == wrong,
        used_in: origin::count_dossiers_with(conn, feedback.paper, wrong)?,
    })
}

/// One feedback; opening it is recorded.
pub async fn load(state: &AppState, officer: Officer, id: FeedbackId) -> AppResult<DeskFeedback> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let feedback = of_unit(conn, duty.unit.id, id)?;
        let who = Some(officer.id());
        record(conn, now, who, Action::FeedbackViewed, id, &officer.request_id)?;
        desk_view(conn, &feedback, now.vietnam_date())
    };
    state.db.write(work).await
}

/// The file that a feedback is about; the owner reads in the log of the paper who had it.
pub async fn open_file(
    state: &AppState,
    officer: Officer,
    id: FeedbackId,
    is_viewed: bool,
) -> AppResult<FileRef> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let feedback = of_unit(conn, duty.unit.id, id)?;
        // The ground ends with the feedback, and with the paper.
        let paper = vault::load_paper(conn, feedback.owner, feedback.paper)?;
        if !feedback.state.is_open() || paper.removed_at.is_some() {
            return Err(ErrorCode::FeedbackMovedOn.into());
        }
        let who = Some(officer.id());
        record(
            conn,
            now,
            who,
            Action::PaperRead,
            feedback.paper,
            &officer.request_id,
        )?;
        let file = (feedback.paper, feedback.said.file_version);
        origin::open_for(conn, feedback.owner, file, duty.actor(), GROUND, is_viewed, now)
    };
    state.db.write(work).await
}

/// What an officer does with a feedback, and what is known of it afterwards.
struct Doing<'a> {
    officer: &'a Officer,
    duty: &'a OnDuty,
    feedback: &'a Feedback,
    now: Timestamp,
}

impl Doing<'_> {
    /// Moves it on; whoever comes second is told and changes nothing.
    fn advance(&self, conn: &mut DbConn, next: FeedbackState, number: Option<u32>) -> AppResult<()> {
        if store::advance(conn, self.feedback, next, number)? {
            Ok(())
        } else {
            Err(ErrorCode::FeedbackMovedOn.into())
        }
    }

    /// Writes step and audit entry, and tells the owner.
    fn finish(
        &self,
        conn: &mut DbConn,
        next: FeedbackState,
        (action, news): (Action, FeedbackNews),
        words: Option<&str>,
    ) -> AppResult<DeskFeedback> {
        let id = self.feedback.id;
        let step = NewStep {
            state: next,
            by: StepBy::Officer,
            account: self.duty.account.id,
            name: &self.duty.account.name,
            unit: Some(&self.duty.unit.name),
            words,
        };
        store::insert_step(conn, id, &step, self.now)?;
        let who = Some(self.officer.id());
        record(conn, self.now, who, action, id, &self.officer.request_id)?;
        // What language the owner reads is not known here; the portal's is.
        tell_owner(conn, self.feedback, news, Lang::Vi, self.now)?;
        let feedback = of_unit(conn, self.duty.unit.id, id)?;
        desk_view(conn, &feedback, self.now.vietnam_date())
    }
}

/// Begins to compare.
pub async fn compare(
    state: &AppState,
    officer: Officer,
    id: FeedbackId,
    request: StepFeedback,
) -> AppResult<DeskFeedback> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let feedback = of_unit(conn, duty.unit.id, id)?;
        let next = feedback.after(FeedbackAct::Compare, request.version)?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            feedback: &feedback,
            now,
        };
        doing.advance(conn, next, None)?;
        let what = (Action::FeedbackComparing, FeedbackNews::Comparing);
        doing.finish(conn, next, what, None)
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// Says why the file is right as it is.
pub async fn refuse(
    state: &AppState,
    officer: Officer,
    id: FeedbackId,
    request: RefuseFeedback,
) -> AppResult<DeskFeedback> {
    let ground = check_ground(&request.ground).map_err(|code| {
        let limit = if code == ErrorCode::GroundTooShort {
            MIN_GROUND
        } else {
            MAX_WORDS
        };
        let name = if code == ErrorCode::GroundTooShort {
            "min"
        } else {
            "max"
        };
        AppError::field("ground", code).with(name, limit)
    })?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let feedback = of_unit(conn, duty.unit.id, id)?;
        let next = feedback.after(FeedbackAct::Refuse, request.version)?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            feedback: &feedback,
            now,
        };
        doing.advance(conn, next, None)?;
        let what = (Action::FeedbackRefused, FeedbackNews::Refused);
        doing.finish(conn, next, what, Some(&ground))
    };
    let answer = state.db.write(work).await?;
    state.bell.ring();
    Ok(answer)
}

/// Puts the right file in place of the wrong one. Doing it again with the same file gives the same answer.
pub async fn replace(
    state: &AppState,
    officer: Officer,
    id: FeedbackId,
    request: CorrectResult,
) -> AppResult<DeskFeedback> {
    let note = optional_text(request.note.as_deref(), MAX_WORDS)
        .map_err(|code| AppError::field("note", code).with("max", MAX_WORDS))?;
    let now = state.clock.now();
    let (asking, upload_id) = (officer.clone(), request.upload_id);
    let look = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &asking)?;
        let feedback = of_unit(conn, duty.unit.id, id)?;
        let sent = upload::load(conn, asking.id(), upload_id).map_err(mark_file)?;
        let is_done = feedback.state == FeedbackState::Replaced
            && sent.used_for.as_deref() == Some(feedback.paper.to_string().as_str());
        let done = is_done
            .then(|| desk_view(conn, &feedback, now.vietnam_date()))
            .transpose()?;
        Ok((sent, done))
    };
    let (sent, done) = state.db.read(look).await?;
    if let Some(done) = done {
        return Ok(done);
    }
    let is_for_this = sent.used_for.is_none() && sent.purpose == Purpose::Vault;
    let report = sent.view.report.clone().filter(|_| is_for_this);
    let report = report.ok_or_else(|| mark_file(ErrorCode::UploadGone.into()))?;
    let file = sent.view.clone();
    let work = move |conn: &mut DbConn| {
        let duty = on_duty(conn, &officer)?;
        let feedback = of_unit(conn, duty.unit.id, id)?;
        let next = feedback.after(FeedbackAct::Replace, request.version)?;
        let doing = Doing {
            officer: &officer,
            duty: &duty,
            feedback: &feedback,
            now,
        };
        // First, so that a second officer waits here and is then told.
        doing.advance(conn, next, Some(feedback.said.file_version + 1))?;
        put_right(conn, &doing, (&file, report), note.as_deref())?;
        let argument = TellDossiers {
            feedback: id,
            after: None,
        };
        queue::enqueue(conn, now, TELL_DOSSIERS, &argument)?;
        let what = (Action::FeedbackAnswered, FeedbackNews::Replaced);
        doing.finish(conn, next, what, note.as_deref())
    };
    let db = state.db.clone();
    let answer = upload::keep(state, &sent.view, async move { db.write(work).await }).await?;
    state.bell.ring();
    Ok(answer)
}

fn put_right(
    conn: &mut DbConn,
    doing: &Doing<'_>,
    (file, report): (&UploadView, VerificationReport),
    note: Option<&str>,
) -> AppResult<()> {
    let feedback = doing.feedback;
    let paper = vault::load_paper(conn, feedback.owner, feedback.paper)?;
    if paper.removed_at.is_some() || paper.item.file_version != feedback.said.file_version {
        return Err(ErrorCode::FeedbackFileGone.into());
    }
    if paper.item.vault_kind == VaultKind::Authority {
        issue::check_seal(&report).map_err(|code| AppError::field_refusal("file", code))?;
    }
    if !upload::claim(conn, file, &feedback.paper.to_string(), doing.now)? {
        return Err(mark_file(ErrorCode::UploadGone.into()));
    }
    let correction = issue::Correction {
        owner: feedback.owner,
        paper: feedback.paper,
        version: paper.item.version,
        note,
    };
    let corrected = issue::correct(conn, &correction, file, report, doing.duty.actor(), doing.now);
    corrected.map(|_| ()).map_err(|error| match error.code {
        // The owner changed the paper in this moment.
        ErrorCode::VersionConflict => ErrorCode::FeedbackFileGone.into(),
        // Under which code the vault has it is the owner's business.
        ErrorCode::PaperDuplicate => AppError::field_refusal("file", ErrorCode::FeedbackFileKnown),
        _ => error,
    })
}

fn mark_file(error: AppError) -> AppError {
    match error.code {
        ErrorCode::UploadGone => AppError::field_refusal("file", error.code),
        _ => error,
    }
}
