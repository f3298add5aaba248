//! Accounts in the database.

use super::domain::{Account, Credentials};
use crate::db::DbConn;
use crate::db::schema::{accounts, passwords};
use crate::db::types::{parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, PersonId, UnitId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(super) struct AccountRow {
    id: String,
    kind: String,
    name: String,
    identifier: String,
    person_id: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    assurance_level: i32,
    unit_id: Option<String>,
}

impl AccountRow {
    pub(super) fn into_account(self) -> AppResult<Account> {
        Ok(Account {
            id: parse_id(&self.id, AccountId::parse)?,
            kind: parse_enum(&self.kind)?,
            name: self.name,
            identifier: self.identifier,
            person_id: self
                .person_id
                .map(|id| parse_id(&id, PersonId::parse))
                .transpose()?,
            phone: self.phone,
            email: self.email,
            address: self.address,
            assurance_level: unsigned(self.assurance_level)?,
            unit_id: self.unit_id.map(|id| parse_id(&id, UnitId::parse)).transpose()?,
        })
    }
}

/// The account of a login name, with what it takes to sign in.
pub fn find_credentials(conn: &mut DbConn, login: &str) -> AppResult<Option<Credentials>> {
    let found: Option<(AccountRow, Option<String>, String)> = accounts::table
        .left_join(passwords::table)
        .filter(accounts::login.eq(login))
        .select((
            AccountRow::as_select(),
            passwords::hash.nullable(),
            accounts::status,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(row, password_hash, status)| {
            Ok(Credentials {
                account: row.into_account()?,
                password_hash,
                is_active: status == "active",
            })
        })
        .transpose()
}

/// An active account.
pub fn find_active(conn: &mut DbConn, id: AccountId) -> AppResult<Option<Account>> {
    accounts::table
        .filter(accounts::id.eq(id.to_string()).and(accounts::status.eq("active")))
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?
        .map(AccountRow::into_account)
        .transpose()
}
