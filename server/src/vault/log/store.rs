//! The log in the database. There is no update and no delete of its lines here, on purpose.

use super::service::{Actor, Entry};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{paper_events, paper_objections, papers};
use crate::db::types::{enum_text, moment, naive, new_id, parse_enum, parse_id, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::page::Cursor;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, GrantId, LookId, PaperEventId, PaperId, UnitId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::log::{EventActor, Ground, PaperEventView, PaperWas};
use serde::Deserialize;

/// A line to be written.
#[derive(Insertable)]
#[diesel(table_name = paper_events)]
struct NewRow<'a> {
    id: String,
    account_id: String,
    paper_id: String,
    file_version: i32,
    act: String,
    actor: &'static str,
    actor_id: Option<String>,
    actor_name: Option<&'a str>,
    unit_name: Option<&'a str>,
    dossier_id: Option<String>,
    dossier_code: Option<&'a str>,
    ground: Option<&'a str>,
    detail: Option<&'a str>,
    happened_at: NaiveDateTime,
    unit_id: Option<String>,
}

impl<'a> NewRow<'a> {
    fn new(entry: &'a Entry, now: Timestamp) -> AppResult<Self> {
        let (actor, id, name, unit) = match &entry.actor {
            Actor::Owner(id) => ("owner", Some(id), None, None),
            Actor::Officer { id, name, unit, .. } => ("officer", Some(id), Some(name), Some(unit)),
            Actor::Account { id, name } => ("account", Some(id), Some(name), None),
            Actor::Portal => ("portal", None, None, None),
        };
        let unit_id = match &entry.actor {
            Actor::Officer { unit_id, .. } => Some(unit_id.to_string()),
            _ => None,
        };
        let dossier = entry.dossier.as_ref();
        Ok(Self {
            id: new_id(PaperEventId::from_uuid).to_string(),
            account_id: entry.account.to_string(),
            paper_id: entry.paper.to_string(),
            file_version: i32::try_from(entry.file_version).map_err(AppError::internal)?,
            act: enum_text(&entry.act)?,
            actor,
            actor_id: id.map(|id| id.to_string()),
            actor_name: name.map(String::as_str),
            unit_name: unit.map(String::as_str),
            dossier_id: dossier.map(|(id, _)| id.to_string()),
            dossier_code: dossier.map(|(_, code)| code.as_str()),
            ground: entry.ground.as_deref(),
            detail: entry.detail.as_deref(),
            happened_at: naive(now),
            unit_id,
        })
    }
}

/// Writes lines.
pub fn insert(conn: &mut DbConn, entries: &[Entry], now: Timestamp) -> AppResult<()> {
    let rows: Vec<NewRow<'_>> = entries
        .iter()
        .map(|entry| NewRow::new(entry, now))
        .collect::<AppResult<_>>()?;
    both!(conn, inner => diesel::insert_into(paper_events::table).values(&rows).execute(inner))?;
    Ok(())
}

/// Which lines are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Owner of the vault.
    pub account: AccountId,
    /// Only of this paper.
    pub paper: Option<PaperId>,
    /// Only what others did.
    pub others: bool,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// A line as kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = paper_events)]
struct Row {
    id: String,
    paper_id: String,
    file_version: i32,
    act: String,
    actor: String,
    actor_name: Option<String>,
    unit_name: Option<String>,
    dossier_id: Option<String>,
    dossier_code: Option<String>,
    ground: Option<String>,
    detail: Option<String>,
    happened_at: NaiveDateTime,
    unit_id: Option<String>,
}

type Named = (Row, String, Option<NaiveDateTime>);

/// What a line points to: the grant or the look by which it came to be.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Reference {
    /// The grant.
    #[serde(default)]
    pub grant: Option<GrantId>,
    /// The look.
    #[serde(default)]
    pub look: Option<LookId>,
    /// For what.
    #[serde(default)]
    pub purpose: Option<String>,
    /// The unit of the officer; a column of its own.
    #[serde(skip)]
    pub unit: Option<UnitId>,
}

fn into_view((row, paper_name, objected_at): Named) -> AppResult<(PaperEventView, Reference)> {
    let actor: EventActor = parse_enum(&row.actor)?;
    let by_another = matches!(actor, EventActor::Officer | EventActor::Account);
    // What an owner typed is never read as more than words.
    let ground: Option<Ground> = match &row.ground {
        Some(text) if by_another => parse_enum(text).ok(),
        _ => None,
    };
    let mut reference: Reference = match &row.detail {
        Some(detail) if by_another => parse_json(detail).unwrap_or_default(),
        _ => Reference::default(),
    };
    let unit = row.unit_id.as_deref();
    reference.unit = unit.map(|id| parse_id(id, UnitId::parse)).transpose()?;
    let was: Option<PaperWas> = match (&row.detail, row.act.as_str()) {
        (Some(detail), "edited") => parse_json(detail).ok(),
        _ => None,
    };
    let view = PaperEventView {
        id: parse_id(&row.id, PaperEventId::parse)?,
        paper_id: parse_id(&row.paper_id, PaperId::parse)?,
        paper_name,
        file_version: unsigned(row.file_version)?,
        act: parse_enum(&row.act)?,
        actor,
        actor_name: row.actor_name,
        unit_name: row.unit_name,
        dossier_id: row
            .dossier_id
            .map(|id| parse_id(&id, DossierId::parse))
            .transpose()?,
        dossier_code: row.dossier_code,
        words: row.ground.filter(|_| ground.is_none()),
        ground,
        purpose: reference.purpose.clone(),
        was,
        at: moment(row.happened_at),
        objected_at: objected_at.map(moment),
        grant_id: reference.grant,
    };
    Ok((view, reference))
}

macro_rules! named_events {
    () => {
        paper_events::table
            .inner_join(papers::table)
            .left_join(paper_objections::table)
            .select((
                Row::as_select(),
                papers::name,
                paper_objections::objected_at.nullable(),
            ))
    };
}

/// Lines, newest first; one more than `limit`, in the direction of the cursor.
pub fn list(conn: &mut DbConn, asked: Asked, cursor: Cursor, limit: u32) -> AppResult<Vec<PaperEventView>> {
    let mut boxed = named_events!()
        .filter(paper_events::account_id.eq(asked.account.to_string()))
        .into_boxed();
    if let Some(paper) = asked.paper {
        boxed = boxed.filter(paper_events::paper_id.eq(paper.to_string()));
    }
    if asked.others {
        boxed = boxed.filter(paper_events::actor.eq_any(["officer", "account"]));
    }
    if let Some(from) = asked.from {
        boxed = boxed.filter(paper_events::happened_at.ge(naive(from)));
    }
    if let Some(until) = asked.until {
        boxed = boxed.filter(paper_events::happened_at.lt(naive(until)));
    }
    let boxed = match cursor {
        Cursor::Start => boxed.order(paper_events::id.desc()),
        Cursor::Older(id) => boxed
            .filter(paper_events::id.lt(id.to_string()))
            .order(paper_events::id.desc()),
        Cursor::Newer(id) => boxed
            .filter(paper_events::id.gt(id.to_string()))
            .order(paper_events::id.asc()),
    };
    let rows: Vec<Named> = boxed.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter()
        .map(|row| into_view(row).map(|(view, _)| view))
        .collect()
}

/// One line of a vault, and what it points to.
pub fn find(
    conn: &mut DbConn,
    account: AccountId,
    id: PaperEventId,
) -> AppResult<Option<(PaperEventView, Reference)>> {
    let found: Option<Named> = named_events!()
        .filter(paper_events::id.eq(id.to_string()))
        .filter(paper_events::account_id.eq(account.to_string()))
        .first(conn)
        .optional()?;
    found.map(into_view).transpose()
}

/// Writes an objection; `false` when there is one.
pub fn insert_objection(
    conn: &mut DbConn,
    (account, event): (AccountId, PaperEventId),
    unit: Option<UnitId>,
    note: Option<&str>,
    now: Timestamp,
) -> AppResult<bool> {
    let values = (
        paper_objections::id.eq(uuid::Uuid::now_v7().to_string()),
        paper_objections::event_id.eq(event.to_string()),
        paper_objections::account_id.eq(account.to_string()),
        paper_objections::unit_id.eq(unit.map(|unit| unit.to_string())),
        paper_objections::note.eq(note),
        paper_objections::objected_at.eq(naive(now)),
    );
    let inserted = both!(conn, inner => diesel::insert_into(paper_objections::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

macro_rules! objection {
    ($account:expr, $event:expr) => {
        paper_objections::table
            .filter(paper_objections::event_id.eq($event.to_string()))
            .filter(paper_objections::account_id.eq($account.to_string()))
    };
}

/// Adds words to an objection that has none; `false` when it has.
pub fn add_words(
    conn: &mut DbConn,
    (account, event): (AccountId, PaperEventId),
    words: &str,
) -> AppResult<bool> {
    let changed = diesel::update(objection!(account, event).filter(paper_objections::note.is_null()))
        .set(paper_objections::note.eq(words))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The words of an objection.
pub fn find_words(
    conn: &mut DbConn,
    (account, event): (AccountId, PaperEventId),
) -> AppResult<Option<String>> {
    let words: Option<Option<String>> = objection!(account, event)
        .select(paper_objections::note)
        .first(conn)
        .optional()?;
    Ok(words.flatten())
}
