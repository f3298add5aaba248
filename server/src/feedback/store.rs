//! Feedback in the database.

use super::domain::{After, Feedback, Said};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{feedback_steps, feedbacks, papers, units};
use crate::db::types::{enum_text, moment, naive, new_id, parse_enum, parse_id, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::page::Cursor;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use motcua_shared::feedback::dto::{FeedbackState, FeedbackStep, StepBy};
use motcua_shared::id::{AccountId, FeedbackId, PaperId, UnitId};
use motcua_shared::time::Timestamp;

/// Who may see a feedback.
#[derive(Debug, Clone, Copy)]
pub enum Reader<'a> {
    /// The account whose paper it is about.
    Owner(AccountId),
    /// Officers of these units.
    Units(&'a [UnitId]),
    /// The portal by itself.
    Portal,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = feedbacks)]
struct Row {
    id: String,
    account_id: String,
    paper_id: String,
    file_version: i32,
    new_file_version: Option<i32>,
    unit_id: String,
    reason: String,
    explanation: Option<String>,
    page: Option<i32>,
    state: String,
    version: i32,
    sent_at: NaiveDateTime,
    due_on: NaiveDate,
}

/// A row with code, name and owner of its paper and the name of its unit.
type Named = (Row, String, String, String, String);

fn into_feedback((row, paper_code, paper_name, owner_name, unit_name): Named) -> AppResult<Feedback> {
    Ok(Feedback {
        id: parse_id(&row.id, FeedbackId::parse)?,
        owner: parse_id(&row.account_id, AccountId::parse)?,
        paper: parse_id(&row.paper_id, PaperId::parse)?,
        unit: parse_id(&row.unit_id, UnitId::parse)?,
        said: Said {
            reason: parse_enum(&row.reason)?,
            explanation: row.explanation,
            page: row.page.map(unsigned).transpose()?,
            file_version: unsigned(row.file_version)?,
        },
        new_file_version: row.new_file_version.map(unsigned).transpose()?,
        state: parse_enum(&row.state)?,
        version: unsigned(row.version)?,
        sent_at: moment(row.sent_at),
        due_on: row.due_on,
        paper_code,
        paper_name,
        owner_name,
        unit_name,
    })
}

macro_rules! named {
    () => {
        feedbacks::table
            .inner_join(papers::table)
            .inner_join(units::table)
            .select((
                Row::as_select(),
                papers::code,
                papers::name,
                papers::owner_name,
                units::name,
            ))
    };
}

/// Text of a list of units, for `eq_any`.
fn texts(units: &[UnitId]) -> Vec<String> {
    units.iter().map(ToString::to_string).collect()
}

/// As the partial indexes say it.
fn is_open() -> diesel::expression::SqlLiteral<Bool> {
    sql::<Bool>("feedbacks.state in ('sent', 'comparing')")
}

/// A feedback to be written.
#[derive(Debug, Clone)]
pub struct NewFeedback<'a> {
    /// Its id.
    pub id: FeedbackId,
    /// Whose paper.
    pub owner: AccountId,
    /// The same again is the same feedback again.
    pub key: &'a str,
    /// Which paper.
    pub paper: PaperId,
    /// The unit that answers.
    pub unit: UnitId,
    /// What it says.
    pub said: &'a Said,
    /// The last day for an answer.
    pub due_on: NaiveDate,
}

/// Writes a feedback; `false` when its key was there before, or the paper has an open one.
pub fn insert(conn: &mut DbConn, new: &NewFeedback<'_>, now: Timestamp) -> AppResult<bool> {
    let page = new.said.page.map(i32::try_from).transpose();
    let values = (
        feedbacks::id.eq(new.id.to_string()),
        feedbacks::account_id.eq(new.owner.to_string()),
        feedbacks::idempotency_key.eq(new.key),
        feedbacks::paper_id.eq(new.paper.to_string()),
        feedbacks::file_version.eq(i32::try_from(new.said.file_version).map_err(AppError::internal)?),
        feedbacks::unit_id.eq(new.unit.to_string()),
        feedbacks::reason.eq(enum_text(&new.said.reason)?),
        feedbacks::explanation.eq(&new.said.explanation),
        feedbacks::page.eq(page.map_err(AppError::internal)?),
        feedbacks::state.eq(enum_text(&FeedbackState::Sent)?),
        feedbacks::version.eq(1),
        feedbacks::sent_at.eq(naive(now)),
        feedbacks::due_on.eq(new.due_on),
    );
    let inserted = both!(conn, inner => diesel::insert_into(feedbacks::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// How many an account sent since a moment.
pub fn count_since(conn: &mut DbConn, owner: AccountId, since: Timestamp) -> AppResult<i64> {
    Ok(feedbacks::table
        .filter(feedbacks::account_id.eq(owner.to_string()))
        .filter(feedbacks::sent_at.ge(naive(since)))
        .count()
        .get_result(conn)?)
}

/// The feedback that was sent with this key before.
pub fn find_by_key(conn: &mut DbConn, owner: AccountId, key: &str) -> AppResult<Option<Feedback>> {
    let found: Option<Named> = named!()
        .filter(
            feedbacks::account_id
                .eq(owner.to_string())
                .and(feedbacks::idempotency_key.eq(key)),
        )
        .first(conn)
        .optional()?;
    found.map(into_feedback).transpose()
}

/// A feedback that the reader may see.
pub fn find(conn: &mut DbConn, reader: Reader<'_>, id: FeedbackId) -> AppResult<Option<Feedback>> {
    let mut query = named!().filter(feedbacks::id.eq(id.to_string())).into_boxed();
    query = match reader {
        Reader::Owner(owner) => query.filter(feedbacks::account_id.eq(owner.to_string())),
        Reader::Units(units) => query.filter(feedbacks::unit_id.eq_any(texts(units))),
        Reader::Portal => query,
    };
    let found: Option<Named> = query.first(conn).optional()?;
    found.map(into_feedback).transpose()
}

/// What an owner said of a paper, newest first.
pub fn list_of_paper(
    conn: &mut DbConn,
    owner: AccountId,
    paper: PaperId,
    limit: i64,
) -> AppResult<Vec<Feedback>> {
    let rows: Vec<Named> = named!()
        .filter(
            feedbacks::paper_id
                .eq(paper.to_string())
                .and(feedbacks::account_id.eq(owner.to_string())),
        )
        .order(feedbacks::id.desc())
        .limit(limit)
        .load(conn)?;
    rows.into_iter().map(into_feedback).collect()
}

/// One page of feedback and one row more, newest first; of officers only what is over.
pub fn list(conn: &mut DbConn, reader: Reader<'_>, cursor: Cursor, limit: u32) -> AppResult<Vec<Feedback>> {
    let mut query = named!().into_boxed();
    query = match reader {
        Reader::Owner(owner) => query.filter(feedbacks::account_id.eq(owner.to_string())),
        Reader::Units(units) => query
            .filter(feedbacks::unit_id.eq_any(texts(units)))
            .filter(diesel::dsl::not(is_open())),
        Reader::Portal => query,
    };
    query = match cursor {
        Cursor::Start => query.order(feedbacks::id.desc()),
        Cursor::Older(id) => query
            .filter(feedbacks::id.lt(id.to_string()))
            .order(feedbacks::id.desc()),
        Cursor::Newer(id) => query
            .filter(feedbacks::id.gt(id.to_string()))
            .order(feedbacks::id.asc()),
    };
    let rows: Vec<Named> = query.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(into_feedback).collect()
}

/// One page of what units have to answer and one row more: what is due first comes first.
pub fn list_queue(
    conn: &mut DbConn,
    of: &[UnitId],
    after: Option<After>,
    limit: u32,
) -> AppResult<Vec<Feedback>> {
    let mut query = named!()
        .filter(feedbacks::unit_id.eq_any(texts(of)))
        .filter(is_open())
        .into_boxed();
    if let Some((day, id)) = after {
        query = query.filter(
            feedbacks::due_on
                .gt(day)
                .or(feedbacks::due_on.eq(day).and(feedbacks::id.gt(id.to_string()))),
        );
    }
    let rows: Vec<Named> = query
        .order((feedbacks::due_on, feedbacks::id))
        .limit(i64::from(limit) + 1)
        .load(conn)?;
    rows.into_iter().map(into_feedback).collect()
}

/// Moves a feedback on; `false` when somebody else was quicker.
pub fn advance(
    conn: &mut DbConn,
    feedback: &Feedback,
    next: FeedbackState,
    new_file_version: Option<u32>,
) -> AppResult<bool> {
    let number = new_file_version.map(i32::try_from).transpose();
    let changed = diesel::update(
        feedbacks::table.filter(
            feedbacks::id
                .eq(feedback.id.to_string())
                .and(feedbacks::version.eq(i32::try_from(feedback.version).map_err(AppError::internal)?))
                .and(feedbacks::state.eq(enum_text(&feedback.state)?)),
        ),
    )
    .set((
        feedbacks::state.eq(enum_text(&next)?),
        feedbacks::new_file_version.eq(number.map_err(AppError::internal)?),
        feedbacks::version.eq(feedbacks::version + 1),
    ))
    .execute(conn)?;
    Ok(changed == 1)
}

/// A step to be written.
#[derive(Debug, Clone)]
pub struct NewStep<'a> {
    /// Where it stands after it.
    pub state: FeedbackState,
    /// In which capacity somebody did it.
    pub by: StepBy,
    /// Who.
    pub account: AccountId,
    /// Their name.
    pub name: &'a str,
    /// Their unit.
    pub unit: Option<&'a str>,
    /// What they said.
    pub words: Option<&'a str>,
}

/// Writes a step. There is no update and no delete of steps, on purpose.
pub fn insert_step(conn: &mut DbConn, id: FeedbackId, step: &NewStep<'_>, now: Timestamp) -> AppResult<()> {
    diesel::insert_into(feedback_steps::table)
        .values((
            feedback_steps::id.eq(new_id(|id| id).to_string()),
            feedback_steps::feedback_id.eq(id.to_string()),
            feedback_steps::state.eq(enum_text(&step.state)?),
            feedback_steps::actor.eq(enum_text(&step.by)?),
            feedback_steps::actor_id.eq(step.account.to_string()),
            feedback_steps::actor_name.eq(step.name),
            feedback_steps::unit_name.eq(step.unit),
            feedback_steps::words.eq(step.words),
            feedback_steps::happened_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

type StepRow = (
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    NaiveDateTime,
);

/// Steps, oldest first.
pub fn list_steps(conn: &mut DbConn, id: FeedbackId) -> AppResult<Vec<FeedbackStep>> {
    let rows: Vec<StepRow> = feedback_steps::table
        .filter(feedback_steps::feedback_id.eq(id.to_string()))
        .order(feedback_steps::id)
        .select((
            feedback_steps::state,
            feedback_steps::actor,
            feedback_steps::actor_name,
            feedback_steps::unit_name,
            feedback_steps::words,
            feedback_steps::happened_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(state, actor, name, unit, words, at)| {
            Ok(FeedbackStep {
                state: parse_enum(&state)?,
                by: parse_enum(&actor)?,
                name,
                unit,
                words,
                at: moment(at),
            })
        })
        .collect()
}

/// Open feedback of units that are no more: feedback and unit.
pub fn list_ended(conn: &mut DbConn, day: NaiveDate, limit: i64) -> AppResult<Vec<(FeedbackId, UnitId)>> {
    let ended = units::table.filter(units::valid_to.le(day)).select(units::id);
    let rows: Vec<(String, String)> = feedbacks::table
        .filter(feedbacks::unit_id.eq_any(ended))
        .filter(is_open())
        .order(feedbacks::id)
        .select((feedbacks::id, feedbacks::unit_id))
        .limit(limit)
        .load(conn)?;
    rows.into_iter()
        .map(|(id, unit)| Ok((parse_id(&id, FeedbackId::parse)?, parse_id(&unit, UnitId::parse)?)))
        .collect()
}

/// Another unit answers an open feedback.
pub fn put(conn: &mut DbConn, id: FeedbackId, to: UnitId) -> AppResult<()> {
    let open = feedbacks::table.find(id.to_string()).filter(is_open());
    diesel::update(open)
        .set((
            feedbacks::unit_id.eq(to.to_string()),
            feedbacks::version.eq(feedbacks::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}
