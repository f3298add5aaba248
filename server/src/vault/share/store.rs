//! Grants to others in the database.

use crate::db::DbConn;
use crate::db::schema::{
    accounts, dossiers, grantee_lookups, paper_categories, paper_grants, paper_types, papers, units,
};
use crate::db::types::{moment, naive, new_id, parse_enum, parse_id, unsigned};
use crate::error::{AppError, AppResult};
use crate::http::page::Cursor;
use crate::vault::store::{ItemRow, Named, into_item, named_papers};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, DossierId, GrantId, PaperId, UnitId};
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::PaperListItem;
use motcua_shared::vault::share::{GrantState, GrantView, GranteeKind};

/// Whom a paper is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grantee {
    /// A unit.
    Unit(UnitId),
    /// The account of an organisation.
    Account(AccountId),
    /// The unit of a dossier.
    Dossier(DossierId),
}

/// A grant to be written.
#[derive(Debug, Clone)]
pub struct NewGrant<'a> {
    /// Its id.
    pub id: GrantId,
    /// Owner of the paper.
    pub account: AccountId,
    /// The paper.
    pub paper: PaperId,
    /// Whom.
    pub to: Grantee,
    /// For what.
    pub purpose: Option<&'a str>,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
    /// How often it may be used.
    pub max_uses: Option<u32>,
    /// Whether whom it is given to is told of it.
    pub is_told: bool,
}

/// A grant as kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = paper_grants)]
struct Row {
    id: String,
    paper_id: String,
    grantee: String,
    grantee_dossier_id: Option<String>,
    purpose: Option<String>,
    ends_at: Option<NaiveDateTime>,
    max_uses: Option<i32>,
    uses: i32,
    granted_at: NaiveDateTime,
    withdrawn_at: Option<NaiveDateTime>,
}

type GrantRow = (Row, String, Option<String>, Option<String>);

fn into_view((row, paper_name, unit, account): GrantRow, now: Timestamp) -> AppResult<GrantView> {
    let max_uses: Option<u32> = row.max_uses.map(unsigned).transpose()?;
    let (uses, ends_at) = (unsigned(row.uses)?, row.ends_at.map(moment));
    Ok(GrantView {
        id: parse_id(&row.id, GrantId::parse)?,
        paper_id: parse_id(&row.paper_id, PaperId::parse)?,
        paper_name,
        to: parse_enum::<GranteeKind>(&row.grantee)?,
        // The code of a dossier is filled in by who lists.
        name: unit.or(account).or(row.grantee_dossier_id),
        purpose: row.purpose,
        ends_at,
        max_uses,
        uses,
        granted_at: moment(row.granted_at),
        withdrawn_at: row.withdrawn_at.map(moment),
        state: state_of(row.withdrawn_at.is_some(), ends_at, max_uses, uses, now),
    })
}

fn state_of(
    withdrawn: bool,
    ends_at: Option<Timestamp>,
    max_uses: Option<u32>,
    uses: u32,
    now: Timestamp,
) -> GrantState {
    if withdrawn {
        GrantState::Withdrawn
    } else if ends_at.is_some_and(|end| end <= now) {
        GrantState::Ended
    } else if max_uses.is_some_and(|max| uses >= max) {
        GrantState::UsedUp
    } else {
        GrantState::Open
    }
}

/// Grants that hold at a moment.
macro_rules! holding {
    ($now:expr) => {
        paper_grants::withdrawn_at
            .is_null()
            .and(
                paper_grants::ends_at
                    .is_null()
                    .or(paper_grants::ends_at.gt(naive($now))),
            )
            .and(
                paper_grants::max_uses
                    .is_null()
                    .or(paper_grants::max_uses.gt(paper_grants::uses.nullable())),
            )
    };
}
pub(in crate::vault) use holding;

macro_rules! named_grants {
    () => {
        paper_grants::table
            .inner_join(papers::table)
            .left_join(units::table.on(paper_grants::grantee_unit_id.eq(units::id.nullable())))
            .left_join(accounts::table.on(paper_grants::grantee_account_id.eq(accounts::id.nullable())))
            .select((
                Row::as_select(),
                papers::name,
                units::name.nullable(),
                accounts::name.nullable(),
            ))
    };
}

/// Whether an account was told since a moment that this owner gave it a paper.
pub fn was_told_since(
    conn: &mut DbConn,
    owner: AccountId,
    grantee: AccountId,
    since: Timestamp,
) -> AppResult<bool> {
    let given = paper_grants::table
        .filter(paper_grants::account_id.eq(owner.to_string()))
        .filter(paper_grants::grantee_account_id.eq(grantee.to_string()))
        .filter(paper_grants::told_at.ge(naive(since)));
    Ok(diesel::select(diesel::dsl::exists(given)).get_result(conn)?)
}

/// Writes a grant.
pub fn insert(conn: &mut DbConn, grant: &NewGrant<'_>, now: Timestamp) -> AppResult<()> {
    let (kind, unit, account, dossier) = match grant.to {
        Grantee::Unit(id) => ("unit", Some(id.to_string()), None, None),
        Grantee::Account(id) => ("account", None, Some(id.to_string()), None),
        Grantee::Dossier(id) => ("dossier", None, None, Some(id.to_string())),
    };
    let max_uses = grant
        .max_uses
        .map(|max| i32::try_from(max).map_err(AppError::internal))
        .transpose()?;
    diesel::insert_into(paper_grants::table)
        .values((
            paper_grants::id.eq(grant.id.to_string()),
            paper_grants::account_id.eq(grant.account.to_string()),
            paper_grants::paper_id.eq(grant.paper.to_string()),
            paper_grants::grantee.eq(kind),
            paper_grants::grantee_unit_id.eq(unit),
            paper_grants::grantee_account_id.eq(account),
            paper_grants::grantee_dossier_id.eq(dossier),
            paper_grants::purpose.eq(grant.purpose),
            paper_grants::ends_at.eq(grant.ends_at.map(naive)),
            paper_grants::max_uses.eq(max_uses),
            paper_grants::uses.eq(0),
            paper_grants::granted_at.eq(naive(now)),
            paper_grants::told_at.eq(grant.is_told.then(|| naive(now))),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many grants of a paper hold.
pub fn count_holding(conn: &mut DbConn, paper: PaperId, now: Timestamp) -> AppResult<u32> {
    let count: i64 = paper_grants::table
        .filter(paper_grants::paper_id.eq(paper.to_string()))
        .filter(holding!(now))
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// One grant of a vault.
pub fn find(
    conn: &mut DbConn,
    account: AccountId,
    id: GrantId,
    now: Timestamp,
) -> AppResult<Option<GrantView>> {
    let found: Option<GrantRow> = named_grants!()
        .filter(paper_grants::id.eq(id.to_string()))
        .filter(paper_grants::account_id.eq(account.to_string()))
        .first(conn)
        .optional()?;
    found.map(|row| into_view(row, now)).transpose()
}

/// Grants of a vault, or of one of its papers; one more than `limit`, in the direction of the cursor.
pub fn list(
    conn: &mut DbConn,
    account: AccountId,
    paper: Option<PaperId>,
    (cursor, limit): (Cursor, u32),
    now: Timestamp,
) -> AppResult<Vec<GrantView>> {
    let mut boxed = named_grants!()
        .filter(paper_grants::account_id.eq(account.to_string()))
        .into_boxed();
    if let Some(paper) = paper {
        boxed = boxed.filter(paper_grants::paper_id.eq(paper.to_string()));
    }
    let boxed = match cursor {
        Cursor::Start => boxed.order(paper_grants::id.desc()),
        Cursor::Older(id) => boxed
            .filter(paper_grants::id.lt(id.to_string()))
            .order(paper_grants::id.desc()),
        Cursor::Newer(id) => boxed
            .filter(paper_grants::id.gt(id.to_string()))
            .order(paper_grants::id.asc()),
    };
    let rows: Vec<GrantRow> = boxed.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(|row| into_view(row, now)).collect()
}

/// Codes of dossiers by their ids.
pub fn list_dossier_codes(conn: &mut DbConn, ids: &[String]) -> AppResult<Vec<(String, String)>> {
    Ok(dossiers::table
        .filter(dossiers::id.eq_any(ids))
        .select((dossiers::id, dossiers::code))
        .load(conn)?)
}

/// The code of a dossier of this account.
pub fn find_dossier(conn: &mut DbConn, account: AccountId, id: DossierId) -> AppResult<Option<String>> {
    Ok(dossiers::table
        .filter(
            dossiers::id
                .eq(id.to_string())
                .and(dossiers::account_id.eq(account.to_string())),
        )
        .select(dossiers::code)
        .first(conn)
        .optional()?)
}

/// Whether somebody has a dossier at a unit.
pub fn has_dossier_at(conn: &mut DbConn, account: AccountId, unit: UnitId) -> AppResult<bool> {
    let own = dossiers::table
        .filter(dossiers::account_id.eq(account.to_string()))
        .filter(dossiers::unit_id.eq(unit.to_string()));
    Ok(diesel::select(diesel::dsl::exists(own)).get_result(conn)?)
}

/// Takes a grant back; `false` when it was before.
pub fn withdraw(conn: &mut DbConn, account: AccountId, id: GrantId, now: Timestamp) -> AppResult<bool> {
    let changed = diesel::update(
        paper_grants::table.filter(
            paper_grants::id
                .eq(id.to_string())
                .and(paper_grants::account_id.eq(account.to_string()))
                .and(paper_grants::withdrawn_at.is_null()),
        ),
    )
    .set(paper_grants::withdrawn_at.eq(naive(now)))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Counts one use of a grant; `false` when it no longer holds. A withdrawal that comes at the same moment is either before
/// this or after it: the row is looked at again when it is free.
pub fn count_use(conn: &mut DbConn, id: GrantId, now: Timestamp) -> AppResult<bool> {
    let changed = diesel::update(
        paper_grants::table
            .filter(paper_grants::id.eq(id.to_string()))
            .filter(holding!(now)),
    )
    .set(paper_grants::uses.eq(paper_grants::uses + 1))
    .execute(conn)?;
    Ok(changed == 1)
}

/// Grants by which a unit may see a paper: those without a number of uses first, so that none is used up in vain.
pub fn list_of_unit(
    conn: &mut DbConn,
    account: AccountId,
    paper: PaperId,
    unit: UnitId,
    now: Timestamp,
) -> AppResult<Vec<GrantId>> {
    let receiving = receiving(conn, account, unit)?;
    let at_unit = dossiers::table
        .filter(dossiers::account_id.eq(account.to_string()))
        .filter(dossiers::unit_id.eq(unit.to_string()))
        .select(dossiers::id.nullable());
    let ids: Vec<String> = paper_grants::table
        .filter(paper_grants::paper_id.eq(paper.to_string()))
        .filter(paper_grants::account_id.eq(account.to_string()))
        .filter(holding!(now))
        .filter(
            paper_grants::grantee_unit_id
                .eq(unit.to_string())
                .or(paper_grants::grantee.eq(receiving))
                .or(paper_grants::grantee_dossier_id.eq_any(at_unit)),
        )
        .order((paper_grants::max_uses.is_not_null().asc(), paper_grants::id.asc()))
        .select(paper_grants::id)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, GrantId::parse)).collect()
}

/// What the letter's "Chia sẻ" is called in the rows, if this unit has a dossier of the owner; else what no row is called.
pub(in crate::vault) fn receiving(
    conn: &mut DbConn,
    account: AccountId,
    unit: UnitId,
) -> AppResult<&'static str> {
    Ok(match has_dossier_at(conn, account, unit)? {
        true => "receiving-units",
        false => "",
    })
}

/// Counts a look-up of the last hour, unless there were `limit` of them.
pub fn count_lookup(
    conn: &mut DbConn,
    account: AccountId,
    (limit, since): (u32, Timestamp),
    now: Timestamp,
) -> AppResult<bool> {
    let own = grantee_lookups::table.filter(grantee_lookups::account_id.eq(account.to_string()));
    diesel::delete(own.clone().filter(grantee_lookups::looked_at.le(naive(since)))).execute(conn)?;
    let count: i64 = own.count().get_result(conn)?;
    if count >= i64::from(limit) {
        return Ok(false);
    }
    diesel::insert_into(grantee_lookups::table)
        .values((
            grantee_lookups::id.eq(new_id(GrantId::from_uuid).to_string()),
            grantee_lookups::account_id.eq(account.to_string()),
            grantee_lookups::looked_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Papers by their ids, in no order.
pub fn list_items(conn: &mut DbConn, ids: &[PaperId]) -> AppResult<Vec<PaperListItem>> {
    let ids: Vec<String> = ids.iter().map(PaperId::to_string).collect();
    let rows: Vec<Named> = named_papers!().filter(papers::id.eq_any(ids)).load(conn)?;
    rows.into_iter().map(into_item).collect()
}

/// A grant to an organisation, and whose paper it is.
#[derive(Debug, Clone)]
pub struct Received {
    /// The grant.
    pub id: GrantId,
    /// Owner of the paper.
    pub owner: AccountId,
    /// The owner's name.
    pub from: String,
    /// The paper.
    pub paper: PaperId,
    /// For what.
    pub purpose: Option<String>,
    /// Since when.
    pub granted_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
    /// How often it may still be used.
    pub uses_left: Option<u32>,
    /// Whether it holds.
    pub state: GrantState,
}

type ReceivedRow = (Row, String, String);

fn into_received((row, owner, from): ReceivedRow, now: Timestamp) -> AppResult<Received> {
    let max_uses: Option<u32> = row.max_uses.map(unsigned).transpose()?;
    let (uses, ends_at) = (unsigned(row.uses)?, row.ends_at.map(moment));
    Ok(Received {
        id: parse_id(&row.id, GrantId::parse)?,
        owner: parse_id(&owner, AccountId::parse)?,
        from,
        paper: parse_id(&row.paper_id, PaperId::parse)?,
        purpose: row.purpose,
        granted_at: moment(row.granted_at),
        ends_at,
        uses_left: max_uses.map(|max| max.saturating_sub(uses)),
        state: state_of(row.withdrawn_at.is_some(), ends_at, max_uses, uses, now),
    })
}

macro_rules! received_grants {
    () => {
        paper_grants::table
            .inner_join(accounts::table.on(paper_grants::account_id.eq(accounts::id)))
            .select((Row::as_select(), paper_grants::account_id, accounts::name))
    };
}

/// A grant to this organisation, whether it holds or not.
pub fn find_received(
    conn: &mut DbConn,
    grantee: AccountId,
    id: GrantId,
    now: Timestamp,
) -> AppResult<Option<Received>> {
    let found: Option<ReceivedRow> = received_grants!()
        .filter(paper_grants::id.eq(id.to_string()))
        .filter(paper_grants::grantee_account_id.eq(grantee.to_string()))
        .first(conn)
        .optional()?;
    found.map(|row| into_received(row, now)).transpose()
}

/// Grants to this organisation that hold; one more than `limit`, in the direction of the cursor.
pub fn list_received(
    conn: &mut DbConn,
    grantee: AccountId,
    (cursor, limit): (Cursor, u32),
    now: Timestamp,
) -> AppResult<Vec<Received>> {
    let boxed = received_grants!()
        .filter(paper_grants::grantee_account_id.eq(grantee.to_string()))
        .filter(holding!(now))
        .into_boxed();
    let boxed = match cursor {
        Cursor::Start => boxed.order(paper_grants::id.desc()),
        Cursor::Older(id) => boxed
            .filter(paper_grants::id.lt(id.to_string()))
            .order(paper_grants::id.desc()),
        Cursor::Newer(id) => boxed
            .filter(paper_grants::id.gt(id.to_string()))
            .order(paper_grants::id.asc()),
    };
    let rows: Vec<ReceivedRow> = boxed.limit(i64::from(limit) + 1).load(conn)?;
    rows.into_iter().map(|row| into_received(row, now)).collect()
}
