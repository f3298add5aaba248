//! Looks in the database, and which papers they show.

use crate::both;
use crate::db::DbConn;
use crate::db::schema::{
    dossiers, paper_categories, paper_events, paper_grants, paper_objections, paper_types, papers,
    vault_look_papers, vault_looks,
};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id};
use crate::error::AppResult;
use crate::http::page::Cursor;
use crate::vault::share::store::{holding, receiving};
use crate::vault::store::{ItemRow, Named, into_item, named_papers};
use chrono::NaiveDateTime;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use motcua_shared::id::{AccountId, ChallengeId, LookId, PaperEventId, PaperId, UnitId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::PaperListItem;
use motcua_shared::vault::look::{LookConsent, ObjectionView};
use uuid::Uuid;

/// A look as kept.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id.
    pub id: LookId,
    /// Whose vault; nobody's when the number is nobody's.
    pub account: Option<AccountId>,
    /// The number, masked.
    pub identifier: String,
    /// By what.
    pub consent: LookConsent,
    /// What for.
    pub purpose: String,
    /// The code that is awaited.
    pub challenge: Option<ChallengeId>,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When it is over.
    pub ends_at: Timestamp,
    /// When it was ended.
    pub closed_at: Option<Timestamp>,
    /// The owner ended it.
    pub closed_by_owner: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = vault_looks)]
struct Row {
    id: String,
    account_id: Option<String>,
    identifier: String,
    consent: String,
    purpose: String,
    challenge_id: Option<String>,
    opened_at: Option<NaiveDateTime>,
    ends_at: NaiveDateTime,
    closed_at: Option<NaiveDateTime>,
    closed_by: Option<String>,
}

impl Row {
    fn into_record(self) -> AppResult<Record> {
        Ok(Record {
            id: parse_id(&self.id, LookId::parse)?,
            account: self
                .account_id
                .map(|id| parse_id(&id, AccountId::parse))
                .transpose()?,
            identifier: self.identifier,
            consent: parse_enum(&self.consent)?,
            purpose: self.purpose,
            challenge: self
                .challenge_id
                .map(|id| parse_id(&id, ChallengeId::parse))
                .transpose()?,
            opened_at: self.opened_at.map(moment),
            ends_at: moment(self.ends_at),
            closed_at: self.closed_at.map(moment),
            closed_by_owner: self.closed_by.as_deref() == Some("owner"),
        })
    }
}

/// An officer of a unit: a look is bound to both.
#[derive(Debug, Clone, Copy)]
pub struct Looker {
    /// The officer.
    pub officer: AccountId,
    /// Where the officer works.
    pub unit: UnitId,
}

/// A look to be written.
#[derive(Debug, Clone)]
pub struct NewLook<'a> {
    /// Its id.
    pub id: LookId,
    /// Who looks.
    pub by: Looker,
    /// Whose vault.
    pub account: Option<AccountId>,
    /// The number, masked.
    pub identifier: &'a str,
    /// By what.
    pub consent: LookConsent,
    /// What for.
    pub purpose: &'a str,
    /// The code that is awaited.
    pub challenge: Option<ChallengeId>,
    /// Whether it is open at once.
    pub is_open: bool,
    /// When it is over.
    pub ends_at: Timestamp,
}

/// Writes a look.
pub fn insert(conn: &mut DbConn, look: &NewLook<'_>, now: Timestamp) -> AppResult<()> {
    diesel::insert_into(vault_looks::table)
        .values((
            vault_looks::id.eq(look.id.to_string()),
            vault_looks::officer_id.eq(look.by.officer.to_string()),
            vault_looks::unit_id.eq(look.by.unit.to_string()),
            vault_looks::account_id.eq(look.account.map(|id| id.to_string())),
            vault_looks::identifier.eq(look.identifier),
            vault_looks::consent.eq(enum_text(&look.consent)?),
            vault_looks::purpose.eq(look.purpose),
            vault_looks::challenge_id.eq(look.challenge.map(|id| id.to_string())),
            vault_looks::begun_at.eq(naive(now)),
            vault_looks::opened_at.eq(look.is_open.then(|| naive(now))),
            vault_looks::ends_at.eq(naive(look.ends_at)),
            vault_looks::readings.eq(0),
        ))
        .execute(conn)?;
    Ok(())
}

macro_rules! of {
    ($by:expr, $id:expr) => {
        vault_looks::table.filter(
            vault_looks::id
                .eq($id.to_string())
                .and(vault_looks::officer_id.eq($by.officer.to_string()))
                .and(vault_looks::unit_id.eq($by.unit.to_string())),
        )
    };
}

/// A look of this officer in this unit.
pub fn find(conn: &mut DbConn, by: Looker, id: LookId) -> AppResult<Option<Record>> {
    let found: Option<Row> = of!(by, id).select(Row::as_select()).first(conn).optional()?;
    found.map(Row::into_record).transpose()
}

/// Opens a look that waits; `false` when it does not.
pub fn open(
    conn: &mut DbConn,
    by: Looker,
    id: LookId,
    ends_at: Timestamp,
    now: Timestamp,
) -> AppResult<bool> {
    let changed = diesel::update(of!(by, id))
        .filter(vault_looks::opened_at.is_null())
        .filter(vault_looks::closed_at.is_null())
        .filter(vault_looks::ends_at.gt(naive(now)))
        .set((
            vault_looks::opened_at.eq(naive(now)),
            vault_looks::ends_at.eq(naive(ends_at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Counts a reading within an open look; `false` when it is not open. Who ends it at the same moment is either before this or
/// after it.
pub fn count_reading(conn: &mut DbConn, by: Looker, id: LookId, now: Timestamp) -> AppResult<bool> {
    let changed = diesel::update(of!(by, id))
        .filter(vault_looks::opened_at.is_not_null())
        .filter(vault_looks::closed_at.is_null())
        .filter(vault_looks::ends_at.gt(naive(now)))
        .set(vault_looks::readings.eq(vault_looks::readings + 1))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Who ends a look.
#[derive(Debug, Clone, Copy)]
pub enum Closing {
    /// Its officer.
    Officer(Looker),
    /// The owner of the vault.
    Owner(AccountId),
}

/// Ends a look before its time; `false` when it was over.
pub fn close(conn: &mut DbConn, id: LookId, by: Closing, now: Timestamp) -> AppResult<bool> {
    let running = diesel::update(vault_looks::table.find(id.to_string()))
        .filter(vault_looks::closed_at.is_null())
        .filter(vault_looks::ends_at.gt(naive(now)));
    let changed = match by {
        Closing::Officer(by) => running
            .filter(vault_looks::officer_id.eq(by.officer.to_string()))
            .filter(vault_looks::unit_id.eq(by.unit.to_string()))
            .set((
                vault_looks::closed_at.eq(naive(now)),
                vault_looks::closed_by.eq("officer"),
            ))
            .execute(conn)?,
        Closing::Owner(owner) => running
            .filter(vault_looks::account_id.eq(owner.to_string()))
            .set((
                vault_looks::closed_at.eq(naive(now)),
                vault_looks::closed_by.eq("owner"),
            ))
            .execute(conn)?,
    };
    Ok(changed == 1)
}

/// The unit of a look.
pub fn find_unit(conn: &mut DbConn, id: LookId) -> AppResult<Option<UnitId>> {
    let found: Option<String> = vault_looks::table
        .find(id.to_string())
        .select(vault_looks::unit_id)
        .first(conn)
        .optional()?;
    found.map(|id| parse_id(&id, UnitId::parse)).transpose()
}

/// Papers of an owner that a unit may see, newest first: with consent those that the owner shows, and in any case those
/// that are shared with the unit. One more than `limit`, in the direction of the cursor.
pub fn list_papers(
    conn: &mut DbConn,
    (account, unit): (AccountId, UnitId),
    has_consent: bool,
    (cursor, limit): (Cursor, u32),
    now: Timestamp,
) -> AppResult<Vec<PaperListItem>> {
    let receiving = receiving(conn, account, unit)?;
    let at_unit = dossiers::table
        .filter(dossiers::account_id.eq(account.to_string()))
        .filter(dossiers::unit_id.eq(unit.to_string()))
        .select(dossiers::id.nullable());
    let granted = paper_grants::table
        .filter(paper_grants::account_id.eq(account.to_string()))
        .filter(holding!(now))
        .filter(
            paper_grants::grantee_unit_id
                .eq(unit.to_string())
                .or(paper_grants::grantee.eq(receiving))
                .or(paper_grants::grantee_dossier_id.eq_any(at_unit)),
        )
        .select(paper_grants::paper_id);
    let consent = sql::<Bool>(if has_consent { "1 = 1" } else { "1 = 0" });
    let boxed = named_papers!()
        .filter(papers::account_id.eq(account.to_string()))
        .filter(papers::removed_at.is_null())
        .filter(
            papers::is_visible
                .eq(true)
                .and(consent)
                .or(papers::id.eq_any(granted)),
        )
        .into_boxed();
    let boxed = match cursor {
        Cursor::Start => boxed.order(papers::id.desc()),
        Cursor::Older(id) => boxed
            .filter(papers::id.lt(id.to_string()))
            .order(papers::id.desc()),
        Cursor::Newer(id) => boxed
            .filter(papers::id.gt(id.to_string()))
            .order(papers::id.asc()),
    };
    let rows: Vec<Named> = boxed.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(into_item).collect()
}

/// Writes down that a look has shown a paper; `false` when that is known.
pub fn insert_listed(conn: &mut DbConn, look: LookId, paper: PaperId) -> AppResult<bool> {
    let values = (
        vault_look_papers::look_id.eq(look.to_string()),
        vault_look_papers::paper_id.eq(paper.to_string()),
    );
    let inserted = both!(conn, inner => diesel::insert_into(vault_look_papers::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(inserted == 1)
}

/// Whether a look has shown a paper.
pub fn was_listed(conn: &mut DbConn, look: LookId, paper: PaperId) -> AppResult<bool> {
    let known = vault_look_papers::table.find((look.to_string(), paper.to_string()));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
}

#[derive(Queryable)]
struct ObjectionRow {
    id: String,
    event_id: String,
    act: String,
    actor_name: Option<String>,
    happened_at: NaiveDateTime,
    category_name: String,
    note: Option<String>,
    objected_at: NaiveDateTime,
}

/// What owners said of officers of a unit; one more than `limit`, in the direction of the cursor.
pub fn list_objections(
    conn: &mut DbConn,
    unit: UnitId,
    cursor: Cursor,
    limit: u32,
) -> AppResult<Vec<(Uuid, ObjectionView)>> {
    let boxed = paper_objections::table
        .inner_join(paper_events::table.inner_join(papers::table.inner_join(paper_categories::table)))
        .filter(paper_objections::unit_id.eq(unit.to_string()))
        .select((
            paper_objections::id,
            paper_events::id,
            paper_events::act,
            paper_events::actor_name,
            paper_events::happened_at,
            paper_categories::name,
            paper_objections::note,
            paper_objections::objected_at,
        ))
        .into_boxed();
    let boxed = match cursor {
        Cursor::Start => boxed.order(paper_objections::id.desc()),
        Cursor::Older(id) => boxed
            .filter(paper_objections::id.lt(id.to_string()))
            .order(paper_objections::id.desc()),
        Cursor::Newer(id) => boxed
            .filter(paper_objections::id.gt(id.to_string()))
            .order(paper_objections::id.asc()),
    };
    let rows: Vec<ObjectionRow> = boxed.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter()
        .map(|row| {
            let view = ObjectionView {
                event_id: parse_id(&row.event_id, PaperEventId::parse)?,
                act: parse_enum(&row.act)?,
                officer: row.actor_name,
                at: moment(row.happened_at),
                category_name: row.category_name,
                note: row.note,
                objected_at: moment(row.objected_at),
            };
            Ok((parse_id(&row.id, |text| Uuid::try_parse(text).ok())?, view))
        })
        .collect()
}
