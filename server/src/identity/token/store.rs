//! Challenges, and the accounts, certificates and codes that they lead to.

use super::super::domain::Account;
use super::super::store::AccountRow;
use super::domain::{Challenge, Holder};
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{account_certificates, account_codes, accounts, token_challenges};
use crate::db::types::{enum_text, json, moment, naive, parse_enum, parse_id, parse_json};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::identity::dto::SignInMethod;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::time::Timestamp;

/// What a new challenge is made of.
pub(super) struct NewChallenge {
    pub id: String,
    pub nonce_key: String,
    pub browser_key: String,
    pub method: SignInMethod,
    pub purpose: TokenPurpose,
    pub now: Timestamp,
}

/// An account, and whether it may act.
pub(super) struct Found {
    pub account: Account,
    pub is_active: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = token_challenges)]
struct Row {
    id: String,
    browser_key: String,
    method: String,
    purpose: String,
    asked_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
    holder: Option<String>,
    account_id: Option<String>,
    done_at: Option<NaiveDateTime>,
}

impl Row {
    fn into_challenge(self) -> AppResult<Challenge> {
        Ok(Challenge {
            id: self.id,
            browser_key: self.browser_key,
            method: parse_enum(&self.method)?,
            purpose: parse_enum(&self.purpose)?,
            asked_at: moment(self.asked_at),
            used_at: self.used_at.map(moment),
            holder: self.holder.as_deref().map(parse_json).transpose()?,
            account_id: self
                .account_id
                .map(|id| parse_id(&id, AccountId::parse))
                .transpose()?,
            done_at: self.done_at.map(moment),
        })
    }
}

/// Writes a new challenge.
pub(super) fn insert(conn: &mut DbConn, new: &NewChallenge) -> AppResult<()> {
    diesel::insert_into(token_challenges::table)
        .values((
            token_challenges::id.eq(&new.id),
            token_challenges::nonce_key.eq(&new.nonce_key),
            token_challenges::browser_key.eq(&new.browser_key),
            token_challenges::method.eq(enum_text(&new.method)?),
            token_challenges::purpose.eq(enum_text(&new.purpose)?),
            token_challenges::asked_at.eq(naive(new.now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A challenge that was answered before it was written: what a SIM signed.
pub(super) fn insert_used(conn: &mut DbConn, new: &NewChallenge) -> AppResult<()> {
    insert(conn, new)?;
    diesel::update(token_challenges::table.find(&new.id))
        .set(token_challenges::used_at.eq(naive(new.now)))
        .execute(conn)?;
    Ok(())
}

/// Takes the challenge of a nonce: the first who asks gets it, nobody after them does.
pub(super) fn take(conn: &mut DbConn, nonce_key: &str, now: Timestamp) -> AppResult<Option<Challenge>> {
    let unused = token_challenges::table
        .filter(token_challenges::nonce_key.eq(nonce_key))
        .filter(token_challenges::used_at.is_null());
    let taken = diesel::update(unused)
        .set(token_challenges::used_at.eq(naive(now)))
        .execute(conn)?;
    if taken == 0 {
        return Ok(None);
    }
    let row: Row = token_challenges::table
        .filter(token_challenges::nonce_key.eq(nonce_key))
        .select(Row::as_select())
        .first(conn)?;
    row.into_challenge().map(Some)
}

/// Keeps whose token signed, to be found by its flow.
pub(super) fn keep_holder(conn: &mut DbConn, id: &str, flow_key: &str, holder: &Holder) -> AppResult<()> {
    diesel::update(token_challenges::table.find(id))
        .set((
            token_challenges::flow_key.eq(flow_key),
            token_challenges::holder.eq(json(holder)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// The challenge of a flow, locked until the transaction ends. A write that changes nothing locks on both databases.
pub(super) fn lock(conn: &mut DbConn, flow_key: &str) -> AppResult<Option<Challenge>> {
    let of_flow = token_challenges::table.filter(token_challenges::flow_key.eq(flow_key));
    diesel::update(of_flow)
        .set(token_challenges::purpose.eq(token_challenges::purpose))
        .execute(conn)?;
    let row: Option<Row> = token_challenges::table
        .filter(token_challenges::flow_key.eq(flow_key))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Row::into_challenge).transpose()
}

/// The account that came of it.
pub(super) fn set_done(conn: &mut DbConn, id: &str, account: AccountId, now: Timestamp) -> AppResult<()> {
    diesel::update(token_challenges::table.find(id))
        .set((
            token_challenges::account_id.eq(account.to_string()),
            token_challenges::done_at.eq(naive(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets challenges handed out before `moment`.
pub(super) fn delete_asked_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = token_challenges::table.filter(token_challenges::asked_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}

/// Accounts of the holder's kind that go by one of its codes, or were opened with one of them before.
pub(super) fn find_accounts(conn: &mut DbConn, holder: &Holder) -> AppResult<Vec<Found>> {
    let kind = enum_text(&holder.kind)?;
    let numbers: Vec<&str> = holder.numbers().collect();
    let by_number: Vec<String> = accounts::table
        .filter(accounts::kind.eq(&kind).and(accounts::identifier.eq_any(numbers)))
        .select(accounts::id)
        .load(conn)?;
    let by_code: Vec<String> = account_codes::table
        .filter(
            account_codes::kind
                .eq(&kind)
                .and(account_codes::code.eq_any(&holder.codes)),
        )
        .select(account_codes::account_id)
        .load(conn)?;
    let ids = by_number.into_iter().chain(by_code);
    let rows: Vec<(AccountRow, String)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((AccountRow::as_select(), accounts::status))
        .order(accounts::id)
        .load(conn)?;
    rows.into_iter()
        .map(|(row, status)| {
            Ok(Found {
                account: row.into_account()?,
                is_active: status == "active",
            })
        })
        .collect()
}

/// A new account that has no password; `false` when its login name is somebody's.
pub(super) fn insert_account(conn: &mut DbConn, account: &Account, now: Timestamp) -> AppResult<bool> {
    let row = (
        accounts::id.eq(account.id.to_string()),
        accounts::kind.eq(enum_text(&account.kind)?),
        accounts::login.eq(&account.identifier),
        accounts::name.eq(&account.name),
        accounts::identifier.eq(&account.identifier),
        accounts::phone.eq(&account.phone),
        accounts::email.eq(&account.email),
        accounts::assurance_level.eq(i32::from(account.assurance_level)),
        accounts::status.eq("active"),
        accounts::version.eq(1),
        accounts::created_at.eq(naive(now)),
    );
    let added = both!(conn, inner => diesel::insert_into(accounts::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// Raises the assurance level of an account.
pub(super) fn raise_level(conn: &mut DbConn, account: AccountId, level: u8) -> AppResult<()> {
    diesel::update(accounts::table.find(account.to_string()))
        .set((
            accounts::assurance_level.eq(i32::from(level)),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps the codes that lead to an account.
pub(super) fn insert_codes(conn: &mut DbConn, account: AccountId, holder: &Holder) -> AppResult<()> {
    let kind = enum_text(&holder.kind)?;
    for code in &holder.codes {
        let row = (
            account_codes::kind.eq(&kind),
            account_codes::code.eq(code),
            account_codes::account_id.eq(account.to_string()),
        );
        both!(conn, inner => diesel::insert_into(account_codes::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(inner))?;
    }
    Ok(())
}

/// Notes that a certificate was used; `false` when this account has never seen it.
pub(super) fn touch_certificate(
    conn: &mut DbConn,
    account: AccountId,
    holder: &Holder,
    now: Timestamp,
) -> AppResult<bool> {
    let known = account_certificates::table
        .filter(account_certificates::account_id.eq(account.to_string()))
        .filter(account_certificates::fingerprint.eq(&holder.fingerprint));
    let touched = diesel::update(known)
        .set(account_certificates::last_used_at.eq(naive(now)))
        .execute(conn)?;
    Ok(touched == 1)
}

/// Keeps a certificate; harmless when another request did in this moment.
pub(super) fn insert_certificate(
    conn: &mut DbConn,
    account: AccountId,
    holder: &Holder,
    now: Timestamp,
) -> AppResult<()> {
    let row = (
        account_certificates::id.eq(uuid::Uuid::now_v7().to_string()),
        account_certificates::account_id.eq(account.to_string()),
        account_certificates::issuer_key.eq(&holder.issuer_key),
        account_certificates::serial.eq(&holder.serial),
        account_certificates::fingerprint.eq(&holder.fingerprint),
        account_certificates::issuer.eq(&holder.issuer),
        account_certificates::valid_from.eq(naive(holder.valid_from)),
        account_certificates::valid_to.eq(naive(holder.valid_to)),
        account_certificates::first_used_at.eq(naive(now)),
        account_certificates::last_used_at.eq(naive(now)),
    );
    both!(conn, inner => diesel::insert_into(account_certificates::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}
