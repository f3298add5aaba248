//! What hangs on an account.

use super::super::domain::Account;
use super::super::store::AccountRow;
use crate::db::DbConn;
use crate::db::schema::{accounts, external_identities};
use crate::db::types::{moment, parse_id};
use crate::error::AppResult;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, LinkId, PersonId};
use motcua_shared::time::Timestamp;

/// An identity from elsewhere.
pub(super) struct Linked {
    pub id: LinkId,
    pub issuer: String,
    pub linked_at: Timestamp,
    pub used_at: Timestamp,
}

/// Identities from elsewhere that open an account, the oldest first.
pub(super) fn list_linked(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<Linked>> {
    let rows: Vec<(String, String, NaiveDateTime, NaiveDateTime)> = external_identities::table
        .filter(external_identities::account_id.eq(account.to_string()))
        .order(external_identities::id)
        .select((
            external_identities::id,
            external_identities::issuer,
            external_identities::linked_at,
            external_identities::last_used_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, issuer, linked_at, used_at)| {
            Ok(Linked {
                id: parse_id(&id, LinkId::parse)?,
                issuer,
                linked_at: moment(linked_at),
                used_at: moment(used_at),
            })
        })
        .collect()
}

/// Takes one off.
pub(super) fn unlink(conn: &mut DbConn, id: LinkId) -> AppResult<()> {
    diesel::delete(external_identities::table.find(id.to_string())).execute(conn)?;
    Ok(())
}

/// Active accounts of a person.
pub(super) fn list_of_person(conn: &mut DbConn, person: PersonId) -> AppResult<Vec<Account>> {
    let rows: Vec<AccountRow> = accounts::table
        .filter(accounts::person_id.eq(person.to_string()))
        .filter(accounts::status.eq("active"))
        .order(accounts::id)
        .select(AccountRow::as_select())
        .load(conn)?;
    rows.into_iter().map(AccountRow::into_account).collect()
}
