//! Petitions in the database.

use super::domain::{After, Petition, Said, Step, code_prefix};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{petition_officers, petition_steps, petitions};
use crate::db::types::{enum_text, moment, naive, new_id, parse_enum, parse_id, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::page::Cursor;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use motcua_shared::id::{AccountId, DossierId, PetitionId, UnitId};
use motcua_shared::petition::dto::{PetitionAct, PetitionGround, PetitionState, PetitionStep};
use motcua_shared::time::Timestamp;

/// Who may see a petition.
#[derive(Debug, Clone, Copy)]
pub enum Reader<'a> {
    /// Who wrote it.
    Writer(AccountId),
    /// An officer of the province's desk with these accounts.
    Desk(&'a [AccountId]),
    /// An officer of a unit with these accounts.
    Unit(UnitId, &'a [AccountId]),
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = petitions)]
struct Row {
    id: String,
    code: String,
    account_id: String,
    writer_name: String,
    kind: String,
    named_unit_id: Option<String>,
    named_unit_name: Option<String>,
    dossier_id: Option<String>,
    dossier_code: Option<String>,
    title: String,
    words: String,
    may_publish: bool,
    shows_name: bool,
    state: String,
    version: i32,
    sent_at: NaiveDateTime,
    due_on: NaiveDate,
    days_kept: Option<i32>,
    unit_id: Option<String>,
    unit_name: Option<String>,
}

/// An id that may be absent, with the name beside it.
fn named<I>(
    id: Option<String>,
    name: Option<String>,
    parse: fn(&str) -> Option<I>,
) -> AppResult<Option<(I, String)>> {
    id.zip(name)
        .map(|(id, name)| Ok((parse_id(&id, parse)?, name)))
        .transpose()
}

fn into_petition(row: Row) -> AppResult<Petition> {
    Ok(Petition {
        id: parse_id(&row.id, PetitionId::parse)?,
        code: row.code,
        writer: parse_id(&row.account_id, AccountId::parse)?,
        writer_name: row.writer_name,
        said: Said {
            kind: parse_enum(&row.kind)?,
            named_unit: named(row.named_unit_id, row.named_unit_name, UnitId::parse)?,
            dossier: named(row.dossier_id, row.dossier_code, DossierId::parse)?,
            title: row.title,
            words: row.words,
            may_publish: row.may_publish,
            shows_name: row.shows_name,
        },
        state: parse_enum(&row.state)?,
        version: unsigned(row.version)?,
        sent_at: moment(row.sent_at),
        due_on: row.due_on,
        days_kept: row.days_kept,
        unit: named(row.unit_id, row.unit_name, UnitId::parse)?,
    })
}

/// As the partial indexes say it.
fn is_open() -> diesel::expression::SqlLiteral<Bool> {
    sql::<Bool>("petitions.state in ('sent', 'received', 'asked', 'routed')")
}

/// Petitions that the reader may see. An officer sees none that is about them or that they wrote.
macro_rules! seen_by {
    ($reader:expr) => {{
        let mut query = petitions::table.select(Row::as_select()).into_boxed();
        let own = match $reader {
            Reader::Writer(writer) => {
                query = query.filter(petitions::account_id.eq(writer.to_string()));
                &[][..]
            }
            Reader::Desk(own) => own,
            Reader::Unit(unit, own) => {
                query = query.filter(petitions::unit_id.eq(unit.to_string()));
                own
            }
        };
        if !own.is_empty() {
            let own: Vec<String> = own.iter().map(ToString::to_string).collect();
            let about_them = petition_officers::table
                .filter(petition_officers::account_id.eq_any(own.clone()))
                .select(petition_officers::petition_id);
            query = query
                .filter(petitions::account_id.ne_all(own))
                .filter(petitions::id.ne_all(about_them));
        }
        query
    }};
}

/// A petition to be written.
#[derive(Debug, Clone)]
pub struct NewPetition<'a> {
    /// Its id.
    pub id: PetitionId,
    /// What people name it by.
    pub code: &'a str,
    /// Who writes it.
    pub writer: (AccountId, &'a str),
    /// The same again is the same petition again.
    pub key: &'a str,
    /// What it says.
    pub said: &'a Said,
    /// The last day for an answer.
    pub due_on: NaiveDate,
}

fn id_of<I: ToString>(named: Option<&(I, String)>) -> Option<String> {
    named.map(|(id, _)| id.to_string())
}

fn name_of<I>(named: Option<&(I, String)>) -> Option<&str> {
    named.map(|(_, name)| name.as_str())
}

/// Writes a petition; `false` when its key was there before.
pub fn insert(conn: &mut DbConn, new: &NewPetition<'_>, now: Timestamp) -> AppResult<bool> {
    let said = new.said;
    let values = (
        petitions::id.eq(new.id.to_string()),
        petitions::code.eq(new.code),
        petitions::account_id.eq(new.writer.0.to_string()),
        petitions::writer_name.eq(new.writer.1),
        petitions::idempotency_key.eq(new.key),
        petitions::kind.eq(enum_text(&said.kind)?),
        petitions::named_unit_id.eq(id_of(said.named_unit.as_ref())),
        petitions::named_unit_name.eq(name_of(said.named_unit.as_ref())),
        petitions::dossier_id.eq(id_of(said.dossier.as_ref())),
        petitions::dossier_code.eq(name_of(said.dossier.as_ref())),
        petitions::title.eq(&said.title),
        petitions::words.eq(&said.words),
        petitions::may_publish.eq(said.may_publish),
        petitions::shows_name.eq(said.shows_name),
        petitions::state.eq(enum_text(&PetitionState::Sent)?),
        petitions::version.eq(1),
        petitions::sent_at.eq(naive(now)),
        petitions::due_on.eq(new.due_on),
    );
    let inserted = both!(conn, inner => diesel::insert_into(petitions::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// How many an account sent since a moment.
pub fn count_since(conn: &mut DbConn, writer: AccountId, since: Timestamp) -> AppResult<i64> {
    Ok(petitions::table
        .filter(petitions::account_id.eq(writer.to_string()))
        .filter(petitions::sent_at.ge(naive(since)))
        .count()
        .get_result(conn)?)
}

/// How many codes there are of a day.
pub fn count_codes(conn: &mut DbConn, day: NaiveDate) -> AppResult<u32> {
    let count: i64 = petitions::table
        .filter(petitions::code.like(format!("{}%", code_prefix(day))))
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// The petition that was sent with this key before.
pub fn find_by_key(conn: &mut DbConn, writer: AccountId, key: &str) -> AppResult<Option<Petition>> {
    let found: Option<Row> = petitions::table
        .filter(petitions::account_id.eq(writer.to_string()))
        .filter(petitions::idempotency_key.eq(key))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    found.map(into_petition).transpose()
}

/// A petition that the reader may see.
pub fn find(conn: &mut DbConn, reader: Reader<'_>, id: PetitionId) -> AppResult<Option<Petition>> {
    let found: Option<Row> = seen_by!(reader)
        .filter(petitions::id.eq(id.to_string()))
        .first(conn)
        .optional()?;
    found.map(into_petition).transpose()
}

/// One page of petitions and one row more, newest first; of officers only what is over.
pub fn list(conn: &mut DbConn, reader: Reader<'_>, cursor: Cursor, limit: u32) -> AppResult<Vec<Petition>> {
    let mut query = seen_by!(reader);
    if !matches!(reader, Reader::Writer(_)) {
        query = query.filter(diesel::dsl::not(is_open()));
    }
    query = match cursor {
        Cursor::Start => query.order(petitions::id.desc()),
        Cursor::Older(id) => query
            .filter(petitions::id.lt(id.to_string()))
            .order(petitions::id.desc()),
        Cursor::Newer(id) => query
            .filter(petitions::id.gt(id.to_string()))
            .order(petitions::id.asc()),
    };
    let rows: Vec<Row> = query.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(into_petition).collect()
}

/// One page of what is open and one row more: what is due first comes first.
pub fn list_queue(
    conn: &mut DbConn,
    reader: Reader<'_>,
    after: Option<After>,
    limit: u32,
) -> AppResult<Vec<Petition>> {
    let mut query = seen_by!(reader).filter(is_open());
    if let Some((day, id)) = after {
        let same_day = petitions::due_on.eq(day).and(petitions::id.gt(id.to_string()));
        query = query.filter(petitions::due_on.gt(day).or(same_day));
    }
    let rows: Vec<Row> = query
        .order((petitions::due_on, petitions::id))
        .limit(i64::from(limit) + 1)
        .load(conn)?;
    rows.into_iter().map(into_petition).collect()
}

/// Writes over a petition that was seen as `before`; `false` when somebody else was quicker.
pub fn update(conn: &mut DbConn, before: &Petition, next: &Petition) -> AppResult<bool> {
    let seen = i32::try_from(before.version).map_err(AppError::internal)?;
    let row = petitions::table
        .find(before.id.to_string())
        .filter(petitions::version.eq(seen))
        .filter(petitions::state.eq(enum_text(&before.state)?));
    let written = diesel::update(row)
        .set((
            petitions::state.eq(enum_text(&next.state)?),
            petitions::due_on.eq(next.due_on),
            petitions::days_kept.eq(next.days_kept),
            petitions::unit_id.eq(id_of(next.unit.as_ref())),
            petitions::unit_name.eq(name_of(next.unit.as_ref())),
            petitions::version.eq(petitions::version + 1),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// Names an officer whom it is about. Who was named before stays so: handed on, it must not come to them after all.
pub fn insert_officer(conn: &mut DbConn, id: PetitionId, officer: AccountId, name: &str) -> AppResult<()> {
    let values = (
        petition_officers::petition_id.eq(id.to_string()),
        petition_officers::account_id.eq(officer.to_string()),
        petition_officers::name.eq(name),
    );
    both!(conn, inner => diesel::insert_into(petition_officers::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// Names of the officers whom it is about.
pub fn list_officers(conn: &mut DbConn, id: PetitionId) -> AppResult<Vec<String>> {
    Ok(petition_officers::table
        .filter(petition_officers::petition_id.eq(id.to_string()))
        .order(petition_officers::account_id)
        .select(petition_officers::name)
        .load(conn)?)
}

/// A step to be written.
#[derive(Debug, Clone)]
pub struct NewStep<'a> {
    /// What is done.
    pub act: PetitionAct,
    /// Who does it.
    pub by: (AccountId, &'a str),
    /// Their unit.
    pub unit: Option<&'a str>,
    /// The unit that it is handed to.
    pub to_unit: Option<&'a str>,
    /// Why it is not looked into.
    pub ground: Option<PetitionGround>,
    /// What is said with it.
    pub words: Option<&'a str>,
}

/// Writes a step. There is no update and no delete of steps, on purpose.
pub fn insert_step(conn: &mut DbConn, id: PetitionId, step: &NewStep<'_>, now: Timestamp) -> AppResult<()> {
    let ground = step.ground.as_ref().map(enum_text).transpose()?;
    diesel::insert_into(petition_steps::table)
        .values((
            petition_steps::id.eq(new_id(|id| id).to_string()),
            petition_steps::petition_id.eq(id.to_string()),
            petition_steps::act.eq(enum_text(&step.act)?),
            petition_steps::actor_id.eq(step.by.0.to_string()),
            petition_steps::actor_name.eq(step.by.1),
            petition_steps::unit_name.eq(step.unit),
            petition_steps::to_unit.eq(step.to_unit),
            petition_steps::ground.eq(ground),
            petition_steps::words.eq(step.words),
            petition_steps::happened_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = petition_steps)]
struct StepRow {
    act: String,
    actor_name: String,
    unit_name: Option<String>,
    to_unit: Option<String>,
    ground: Option<String>,
    words: Option<String>,
    happened_at: NaiveDateTime,
}

fn into_step(row: StepRow) -> AppResult<Step> {
    let act = parse_enum(&row.act)?;
    Ok(Step {
        is_writers: matches!(
            act,
            PetitionAct::Send | PetitionAct::Reply | PetitionAct::Withdraw
        ),
        told: PetitionStep {
            act,
            at: moment(row.happened_at),
            name: Some(row.actor_name),
            unit: row.unit_name,
            to_unit: row.to_unit,
            ground: row.ground.as_deref().map(parse_enum).transpose()?,
            words: row.words,
        },
    })
}

/// Steps, oldest first.
pub fn list_steps(conn: &mut DbConn, id: PetitionId) -> AppResult<Vec<Step>> {
    let rows: Vec<StepRow> = petition_steps::table
        .filter(petition_steps::petition_id.eq(id.to_string()))
        .order(petition_steps::id)
        .select(StepRow::as_select())
        .load(conn)?;
    rows.into_iter().map(into_step).collect()
}
