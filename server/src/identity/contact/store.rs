//! Phones, e-mail and changes of phone in the database.

use super::domain::{Change, Phone};
use crate::db::DbConn;
use crate::db::schema::{account_phones, accounts, phone_changes};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, PhoneChangeId};
use motcua_shared::identity::account::PhoneChangeState;
use motcua_shared::time::Timestamp;

/// Locks an account until the transaction ends, so that two changes are judged one by one. A write that changes nothing
/// locks on both databases.
pub(super) fn lock_account(conn: &mut DbConn, id: AccountId) -> AppResult<()> {
    diesel::update(accounts::table.find(id.to_string()))
        .set(accounts::version.eq(accounts::version))
        .execute(conn)?;
    Ok(())
}

/// Phones of an account, the oldest first.
pub(super) fn list(conn: &mut DbConn, id: AccountId) -> AppResult<Vec<Phone>> {
    let rows: Vec<(String, NaiveDateTime, NaiveDateTime)> = account_phones::table
        .filter(account_phones::account_id.eq(id.to_string()))
        .order((account_phones::verified_at, account_phones::phone))
        .select((
            account_phones::phone,
            account_phones::verified_at,
            account_phones::sole_from,
        ))
        .load(conn)?;
    let phone = |(phone, verified_at, sole_from)| Phone {
        phone,
        verified_at: moment(verified_at),
        sole_from: moment(sole_from),
    };
    Ok(rows.into_iter().map(phone).collect())
}

/// Adds a phone.
pub(super) fn insert(conn: &mut DbConn, id: AccountId, phone: &Phone) -> AppResult<()> {
    diesel::insert_into(account_phones::table)
        .values((
            account_phones::account_id.eq(id.to_string()),
            account_phones::phone.eq(&phone.phone),
            account_phones::verified_at.eq(naive(phone.verified_at)),
            account_phones::sole_from.eq(naive(phone.sole_from)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a phone away; `false` when it was not there.
pub(super) fn delete(conn: &mut DbConn, id: AccountId, phone: &str) -> AppResult<bool> {
    let gone = diesel::delete(account_phones::table.find((id.to_string(), phone))).execute(conn)?;
    Ok(gone == 1)
}

/// Takes all phones away.
pub(super) fn delete_all(conn: &mut DbConn, id: AccountId) -> AppResult<()> {
    diesel::delete(account_phones::table.filter(account_phones::account_id.eq(id.to_string())))
        .execute(conn)?;
    Ok(())
}

/// Which phone is asked first.
pub(super) fn set_first(conn: &mut DbConn, id: AccountId, phone: Option<&str>) -> AppResult<()> {
    diesel::update(accounts::table.find(id.to_string()))
        .set((
            accounts::phone.eq(phone),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// The e-mail address of an account.
pub(super) fn find_email(conn: &mut DbConn, id: AccountId) -> AppResult<Option<String>> {
    let found: Option<Option<String>> = accounts::table
        .find(id.to_string())
        .select(accounts::email)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Another e-mail address, or none.
pub(super) fn set_email(conn: &mut DbConn, id: AccountId, email: Option<&str>) -> AppResult<()> {
    diesel::update(accounts::table.find(id.to_string()))
        .set((
            accounts::email.eq(email),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = phone_changes)]
struct ChangeRow {
    id: String,
    account_id: String,
    kind: String,
    phone: String,
    state: String,
    begun_at: NaiveDateTime,
    due_at: NaiveDateTime,
}

impl ChangeRow {
    fn into_change(self) -> AppResult<Change> {
        Ok(Change {
            id: parse_id(&self.id, PhoneChangeId::parse)?,
            account_id: parse_id(&self.account_id, AccountId::parse)?,
            kind: parse_enum(&self.kind)?,
            phone: self.phone,
            state: parse_enum(&self.state)?,
            begun_at: moment(self.begun_at),
            due_at: moment(self.due_at),
        })
    }
}

/// Writes a change; `secret_key` is the digest of what its link holds.
pub(super) fn insert_change(conn: &mut DbConn, change: &Change, secret_key: &str) -> AppResult<()> {
    diesel::insert_into(phone_changes::table)
        .values((
            phone_changes::id.eq(change.id.to_string()),
            phone_changes::account_id.eq(change.account_id.to_string()),
            phone_changes::kind.eq(enum_text(&change.kind)?),
            phone_changes::phone.eq(&change.phone),
            phone_changes::secret_key.eq(secret_key),
            phone_changes::state.eq(enum_text(&change.state)?),
            phone_changes::begun_at.eq(naive(change.begun_at)),
            phone_changes::due_at.eq(naive(change.due_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Open changes of an account, the oldest first.
pub(super) fn list_open(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<Change>> {
    let rows: Vec<ChangeRow> = phone_changes::table
        .filter(phone_changes::account_id.eq(account.to_string()))
        .filter(phone_changes::state.eq(enum_text(&PhoneChangeState::Open)?))
        .order(phone_changes::id)
        .select(ChangeRow::as_select())
        .load(conn)?;
    rows.into_iter().map(ChangeRow::into_change).collect()
}

/// Open changes of all accounts whose time has come.
pub(super) fn list_due(conn: &mut DbConn, now: Timestamp) -> AppResult<Vec<PhoneChangeId>> {
    let ids: Vec<String> = phone_changes::table
        .filter(phone_changes::state.eq(enum_text(&PhoneChangeState::Open)?))
        .filter(phone_changes::due_at.le(naive(now)))
        .order(phone_changes::due_at)
        .limit(500)
        .select(phone_changes::id)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, PhoneChangeId::parse)).collect()
}

/// A change by the digest of its secret.
pub(super) fn find_by_secret(conn: &mut DbConn, secret_key: &str) -> AppResult<Option<Change>> {
    let row: Option<ChangeRow> = phone_changes::table
        .filter(phone_changes::secret_key.eq(secret_key))
        .select(ChangeRow::as_select())
        .first(conn)
        .optional()?;
    row.map(ChangeRow::into_change).transpose()
}

/// A change.
pub(super) fn find(conn: &mut DbConn, id: PhoneChangeId) -> AppResult<Option<Change>> {
    let row: Option<ChangeRow> = phone_changes::table
        .find(id.to_string())
        .select(ChangeRow::as_select())
        .first(conn)
        .optional()?;
    row.map(ChangeRow::into_change).transpose()
}

/// Ends a change; `false` when it was not open.
pub(super) fn close(conn: &mut DbConn, id: PhoneChangeId, state: PhoneChangeState) -> AppResult<bool> {
    let open = phone_changes::table
        .find(id.to_string())
        .filter(phone_changes::state.eq(enum_text(&PhoneChangeState::Open)?));
    let closed = diesel::update(open)
        .set(phone_changes::state.eq(enum_text(&state)?))
        .execute(conn)?;
    Ok(closed == 1)
}

/// Forgets changes that were over before `moment`.
pub(super) fn delete_due_before(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = phone_changes::table
        .filter(phone_changes::state.ne(enum_text(&PhoneChangeState::Open)?))
        .filter(phone_changes::due_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}
