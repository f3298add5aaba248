//! Accounts in the database.

use super::domain::{Account, Credentials};
use crate::db::DbConn;
use crate::db::schema::{account_consents, account_phones, accounts, passwords, person_numbers, persons};
use crate::db::types::{naive, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, PersonId, UnitId};
use motcua_shared::time::Timestamp;

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
            mandate: None,
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

/// The day of birth of a person.
pub fn find_birth_date(conn: &mut DbConn, id: PersonId) -> AppResult<Option<NaiveDate>> {
    let found: Option<Option<NaiveDate>> = persons::table
        .find(id.to_string())
        .select(persons::birth_date)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// The person that an identity number leads to.
pub fn find_person(conn: &mut DbConn, number: &str) -> AppResult<Option<PersonId>> {
    let found: Option<String> = person_numbers::table
        .find(number)
        .select(person_numbers::person_id)
        .first(conn)
        .optional()?;
    found.map(|id| parse_id(&id, PersonId::parse)).transpose()
}

/// The name that an account signs in with.
pub fn find_login(conn: &mut DbConn, id: AccountId) -> AppResult<Option<String>> {
    Ok(accounts::table
        .find(id.to_string())
        .select(accounts::login)
        .first(conn)
        .optional()?)
}

/// Phones that get the codes of an account.
pub fn list_phones(conn: &mut DbConn, id: AccountId) -> AppResult<Vec<String>> {
    Ok(account_phones::table
        .filter(account_phones::account_id.eq(id.to_string()))
        .order(account_phones::phone)
        .select(account_phones::phone)
        .load(conn)?)
}

/// The password of an account, if it has one.
pub fn find_password(conn: &mut DbConn, id: AccountId) -> AppResult<Option<String>> {
    Ok(passwords::table
        .find(id.to_string())
        .select(passwords::hash)
        .first(conn)
        .optional()?)
}

/// Replaces the password of an account.
pub fn replace_password(conn: &mut DbConn, id: AccountId, hash: &str, now: Timestamp) -> AppResult<()> {
    diesel::update(passwords::table.find(id.to_string()))
        .set((passwords::hash.eq(hash), passwords::changed_at.eq(naive(now))))
        .execute(conn)?;
    Ok(())
}

/// Takes the password of an account away.
pub fn delete_password(conn: &mut DbConn, id: AccountId) -> AppResult<()> {
    diesel::delete(passwords::table.find(id.to_string())).execute(conn)?;
    Ok(())
}

/// What a new account agreed to.
pub(in crate::identity) fn insert_consents(
    conn: &mut DbConn,
    account: AccountId,
    now: Timestamp,
) -> AppResult<()> {
    for subject in ["terms", "information-sharing"] {
        diesel::insert_into(account_consents::table)
            .values((
                account_consents::account_id.eq(account.to_string()),
                account_consents::subject.eq(subject),
                account_consents::given_at.eq(naive(now)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Accounts of a person, also those that may not act.
pub(super) fn ids_of_person(conn: &mut DbConn, person: PersonId) -> AppResult<Vec<AccountId>> {
    let ids: Vec<String> = accounts::table
        .filter(accounts::person_id.eq(person.to_string()))
        .order(accounts::id)
        .select(accounts::id)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, AccountId::parse)).collect()
}
