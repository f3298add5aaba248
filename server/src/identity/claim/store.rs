//! Claims.

use crate::db::DbConn;
use crate::db::schema::{account_claims, accounts, external_identities, registrations};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use crate::http::page::Cursor;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, ClaimId};
use motcua_shared::identity::desk::{AccountOrigin, ClaimDecision};
use motcua_shared::time::Timestamp;

/// What is kept of a claim.
#[derive(Debug, Clone)]
pub(super) struct NewClaim {
    pub id: String,
    pub identity_number: String,
    pub name: String,
    pub phone: String,
    pub note: Option<String>,
}

/// Whether the same person has an open claim about this number.
pub(super) fn is_open(conn: &mut DbConn, identity_number: &str, phone: &str) -> AppResult<bool> {
    let open = account_claims::table
        .filter(account_claims::identity_number.eq(identity_number))
        .filter(account_claims::phone.eq(phone))
        .filter(account_claims::state.eq("open"));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// Writes a claim.
pub(super) fn insert(conn: &mut DbConn, claim: &NewClaim, now: Timestamp) -> AppResult<()> {
    diesel::insert_into(account_claims::table)
        .values((
            account_claims::id.eq(&claim.id),
            account_claims::identity_number.eq(&claim.identity_number),
            account_claims::name.eq(&claim.name),
            account_claims::phone.eq(&claim.phone),
            account_claims::note.eq(claim.note.as_deref()),
            account_claims::state.eq("open"),
            account_claims::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A claim as kept.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub id: ClaimId,
    pub identity_number: String,
    pub name: String,
    pub phone: String,
    pub note: Option<String>,
    pub decision: Option<ClaimDecision>,
    pub reason: Option<String>,
    pub created_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = account_claims)]
struct Row {
    id: String,
    identity_number: String,
    name: String,
    phone: String,
    note: Option<String>,
    decision: Option<String>,
    reason: Option<String>,
    created_at: NaiveDateTime,
}

impl Row {
    fn into_claim(self) -> AppResult<Claim> {
        Ok(Claim {
            id: parse_id(&self.id, ClaimId::parse)?,
            identity_number: self.identity_number,
            name: self.name,
            phone: self.phone,
            note: self.note,
            decision: self.decision.as_deref().map(parse_enum).transpose()?,
            reason: self.reason,
            created_at: moment(self.created_at),
        })
    }
}

/// How many claims wait.
pub(super) fn count_open(conn: &mut DbConn) -> AppResult<u64> {
    let count: i64 = account_claims::table
        .filter(account_claims::state.eq("open"))
        .count()
        .get_result(conn)?;
    unsigned(count)
}

/// Claims that wait, newest first; one more than `limit`, in the direction of the cursor.
pub(super) fn list_open(conn: &mut DbConn, cursor: Cursor, limit: u32) -> AppResult<Vec<Claim>> {
    let query = account_claims::table
        .filter(account_claims::state.eq("open"))
        .select(Row::as_select())
        .limit(i64::from(limit) + 1)
        .into_boxed();
    let query = match cursor {
        Cursor::Start => query.order(account_claims::id.desc()),
        Cursor::Older(id) => query
            .filter(account_claims::id.lt(id.to_string()))
            .order(account_claims::id.desc()),
        Cursor::Newer(id) => query
            .filter(account_claims::id.gt(id.to_string()))
            .order(account_claims::id.asc()),
    };
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(Row::into_claim).collect()
}

/// One claim.
pub(super) fn find(conn: &mut DbConn, id: ClaimId) -> AppResult<Option<Claim>> {
    let row: Option<Row> = account_claims::table
        .find(id.to_string())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_claim).transpose()
}

/// Settles a claim that is open; `false` when somebody else did before.
pub(super) fn settle(
    conn: &mut DbConn,
    id: ClaimId,
    decision: ClaimDecision,
    reason: &str,
    officer: AccountId,
    now: Timestamp,
) -> AppResult<bool> {
    let open = account_claims::table
        .find(id.to_string())
        .filter(account_claims::state.eq("open"));
    let settled = diesel::update(open)
        .set((
            account_claims::state.eq("settled"),
            account_claims::decision.eq(enum_text(&decision)?),
            account_claims::reason.eq(reason),
            account_claims::settled_by.eq(officer.to_string()),
            account_claims::settled_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(settled == 1)
}

/// When an account was made, and how, as far as its own rows say.
pub(super) fn find_origin(conn: &mut DbConn, id: AccountId) -> AppResult<(Timestamp, AccountOrigin)> {
    let created_at: NaiveDateTime = accounts::table
        .find(id.to_string())
        .select(accounts::created_at)
        .first(conn)?;
    let method: Option<String> = registrations::table
        .filter(registrations::account_id.eq(id.to_string()))
        .select(registrations::method)
        .first(conn)
        .optional()?;
    let elsewhere = external_identities::table.filter(external_identities::account_id.eq(id.to_string()));
    let origin = match method {
        Some(method) => parse_enum(&method)?,
        None if diesel::select(diesel::dsl::exists(elsewhere)).get_result::<bool>(conn)? => {
            AccountOrigin::Elsewhere
        }
        None => AccountOrigin::Imported,
    };
    Ok((moment(created_at), origin))
}

/// Suspends an account.
pub(super) fn suspend(conn: &mut DbConn, id: AccountId) -> AppResult<()> {
    diesel::update(accounts::table.find(id.to_string()))
        .set((
            accounts::status.eq("suspended"),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}
