//! Staff accounts in the database.

use super::super::domain::Account;
use super::super::store::AccountRow;
use super::domain::{Duty, Held, Named, Officer, roles_of};
use super::login;
use super::record::store as records;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{account_phones, accounts, officers, person_numbers, persons, staff_roles, units};
use crate::db::types::{enum_text, moment, naive, parse_enum, parse_id, unsigned};
use crate::error::AppResult;
use crate::http::page::Cursor;
use anyhow::anyhow;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use motcua_shared::id::{AccountId, PersonId, UnitId};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::identity::staff::OfficerRow;
use motcua_shared::search_key::search_key;
use motcua_shared::time::Timestamp;
use std::collections::HashSet;

/// Roles of an account.
pub(super) fn list_roles(conn: &mut DbConn, account: AccountId) -> AppResult<Vec<StaffRole>> {
    let roles: Vec<String> = staff_roles::table
        .filter(staff_roles::account_id.eq(account.to_string()))
        .order(staff_roles::role)
        .select(staff_roles::role)
        .load(conn)?;
    roles.iter().map(|role| parse_enum(role)).collect()
}

/// Units with an active officer of this role. There are as many rows of roles as officers have rights: few.
pub(super) fn list_units_with(conn: &mut DbConn, role: StaffRole) -> AppResult<HashSet<UnitId>> {
    let units: Vec<Option<String>> = staff_roles::table
        .inner_join(accounts::table.on(accounts::id.eq(staff_roles::account_id)))
        .filter(
            staff_roles::role
                .eq(enum_text(&role)?)
                .and(accounts::status.eq("active")),
        )
        .select(accounts::unit_id)
        .distinct()
        .load(conn)?;
    units
        .iter()
        .flatten()
        .map(|id| parse_id(id, UnitId::parse))
        .collect()
}

/// Writes a role.
pub(super) fn insert_role(conn: &mut DbConn, account: AccountId, role: StaffRole) -> AppResult<()> {
    let row = (
        staff_roles::account_id.eq(account.to_string()),
        staff_roles::role.eq(enum_text(&role)?),
    );
    both!(conn, inner => diesel::insert_into(staff_roles::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// Puts other roles in the place of those that an account has.
pub(super) fn replace_roles(conn: &mut DbConn, account: AccountId, roles: &[StaffRole]) -> AppResult<()> {
    diesel::delete(staff_roles::table.filter(staff_roles::account_id.eq(account.to_string())))
        .execute(conn)?;
    for role in roles {
        insert_role(conn, account, *role)?;
    }
    Ok(())
}

/// Writes down who a staff account is for; harmless when it is there.
pub(super) fn insert_officer(
    conn: &mut DbConn,
    account: AccountId,
    (name, birth_date): (&str, Option<NaiveDate>),
    bound_at: Option<Timestamp>,
) -> AppResult<()> {
    let row = (
        officers::account_id.eq(account.to_string()),
        officers::search_key.eq(search_key(name)),
        officers::birth_date.eq(birth_date),
        officers::bound_at.eq(bound_at.map(naive)),
    );
    both!(conn, inner => diesel::insert_into(officers::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}

/// Writes a staff account that has no password.
pub(super) fn insert_account(
    conn: &mut DbConn,
    (id, person, number): (AccountId, PersonId, &str),
    (named, held): (&Named, &Held),
    now: Timestamp,
) -> AppResult<()> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(id.to_string()),
            accounts::person_id.eq(person.to_string()),
            accounts::kind.eq(enum_text(&held.duty.kind())?),
            // Nobody types it: there is no password, and the identity number is the login of the citizen's account.
            accounts::login.eq(login::key(None, id)),
            accounts::name.eq(&named.name),
            accounts::identifier.eq(number),
            accounts::email.eq(&held.email),
            accounts::unit_id.eq(held.duty.unit().map(|unit| unit.to_string())),
            accounts::assurance_level.eq(1),
            accounts::status.eq("active"),
            accounts::version.eq(1),
            accounts::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    replace_phone(conn, id, None, held.phone.as_deref(), now)
}

/// Puts a phone in the place of the one that was asked first.
pub(super) fn replace_phone(
    conn: &mut DbConn,
    id: AccountId,
    before: Option<&str>,
    phone: Option<&str>,
    now: Timestamp,
) -> AppResult<()> {
    if let Some(before) = before {
        diesel::delete(account_phones::table.find((id.to_string(), before))).execute(conn)?;
    }
    if let Some(phone) = phone {
        let row = (
            account_phones::account_id.eq(id.to_string()),
            account_phones::phone.eq(phone),
            account_phones::verified_at.eq(naive(now)),
            account_phones::sole_from.eq(naive(now)),
        );
        both!(conn, inner => diesel::insert_into(account_phones::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(inner))?;
    }
    diesel::update(accounts::table.find(id.to_string()))
        .set(accounts::phone.eq(phone))
        .execute(conn)?;
    Ok(())
}

type FoundRow = (AccountRow, String, i32, Option<NaiveDate>, Option<NaiveDateTime>);

/// A staff account.
pub(super) fn find(conn: &mut DbConn, id: AccountId) -> AppResult<Option<Officer>> {
    let found: Option<FoundRow> = officers::table
        .inner_join(accounts::table)
        .filter(officers::account_id.eq(id.to_string()))
        .filter(officers::removed_at.is_null())
        .select((
            AccountRow::as_select(),
            accounts::status,
            accounts::version,
            officers::birth_date,
            officers::bound_at,
        ))
        .first(conn)
        .optional()?;
    let Some((row, status, version, birth_date, bound_at)) = found else {
        return Ok(None);
    };
    let account = row.into_account()?;
    let duty = duty_of(&account, list_roles(conn, id)?)?;
    Ok(Some(Officer {
        account,
        version: unsigned(version)?,
        is_active: status == "active",
        duty,
        birth_date,
        bound_at: bound_at.map(moment),
        record: records::find(conn, id)?,
    }))
}

fn duty_of(account: &Account, roles: Vec<StaffRole>) -> AppResult<Duty> {
    match (account.kind, account.unit_id) {
        (AccountKind::Administrator, _) => Ok(Duty::Administrator),
        (AccountKind::Staff, Some(unit)) => Ok(Duty::Officer { unit, roles }),
        _ => Err(crate::error::AppError::internal(anyhow!(
            "a staff account without a unit"
        ))),
    }
}

/// Staff accounts of a person.
pub(super) fn list_of_person(conn: &mut DbConn, person: PersonId) -> AppResult<Vec<Officer>> {
    let ids: Vec<String> = accounts::table
        .inner_join(officers::table)
        .filter(accounts::person_id.eq(person.to_string()))
        .order(accounts::id)
        .select(accounts::id)
        .load(conn)?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(find(conn, parse_id(&id, AccountId::parse)?)?);
    }
    Ok(found)
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words of the name's search key.
    pub name: Vec<String>,
    /// Whole number.
    pub identity_number: Option<String>,
    /// One unit.
    pub unit: Option<UnitId>,
    /// One role.
    pub role: Option<StaffRole>,
    /// Those that are suspended, or those that are not.
    pub suspended: Option<bool>,
    /// Those whose person has come, or those whose person has not.
    pub bound: Option<bool>,
}

type ListRow = (
    String,
    String,
    String,
    String,
    String,
    Option<NaiveDateTime>,
    Option<String>,
    Option<String>,
);

/// Staff accounts, newest first; one more than `limit`, in the direction of the cursor. Numbers are whole.
pub fn list(conn: &mut DbConn, search: &Search, cursor: Cursor, limit: u32) -> AppResult<Vec<OfficerRow>> {
    let mut query = officers::table
        .inner_join(accounts::table.left_join(units::table))
        .select((
            officers::account_id,
            accounts::name,
            accounts::identifier,
            accounts::kind,
            accounts::status,
            officers::bound_at,
            officers::position,
            units::name.nullable(),
        ))
        .filter(officers::removed_at.is_null())
        .limit(i64::from(limit) + 1)
        .into_boxed();
    query = match cursor {
        Cursor::Start => query.order(officers::account_id.desc()),
        Cursor::Older(id) => query
            .filter(officers::account_id.lt(id.to_string()))
            .order(officers::account_id.desc()),
        Cursor::Newer(id) => query
            .filter(officers::account_id.gt(id.to_string()))
            .order(officers::account_id.asc()),
    };
    for word in &search.name {
        query = query.filter(officers::search_key.like(format!("%{word}%")));
    }
    if let Some(number) = &search.identity_number {
        // The kinds are known; naming them leads through the index that begins with them.
        let of = |kind: String| {
            accounts::kind
                .eq(kind)
                .and(accounts::identifier.eq(number.clone()))
        };
        let (staff, administrator) = (
            enum_text(&AccountKind::Staff)?,
            enum_text(&AccountKind::Administrator)?,
        );
        query = query.filter(of(staff).or(of(administrator)));
    }
    if let Some(unit) = search.unit {
        query = query.filter(accounts::unit_id.eq(unit.to_string()));
    }
    if let Some(suspended) = search.suspended {
        let status = if suspended { "suspended" } else { "active" };
        query = query.filter(accounts::status.eq(status));
    }
    query = match search.bound {
        Some(true) => query.filter(officers::bound_at.is_not_null()),
        Some(false) => query.filter(officers::bound_at.is_null()),
        None => query,
    };
    match search.role {
        Some(StaffRole::Administrator) => {
            query = query.filter(accounts::kind.eq(enum_text(&AccountKind::Administrator)?));
        }
        Some(role) => {
            let has_role = staff_roles::table
                .filter(staff_roles::account_id.eq(officers::account_id))
                .filter(staff_roles::role.eq(enum_text(&role)?));
            query = query.filter(diesel::dsl::exists(has_role));
        }
        None => {}
    }
    let rows: Vec<ListRow> = query.load(conn)?;
    let mut found = Vec::new();
    for (id, name, identity_number, kind, status, bound_at, position, unit) in rows {
        let id = parse_id(&id, AccountId::parse)?;
        found.push(OfficerRow {
            id,
            name,
            identity_number,
            position: position.unwrap_or_default(),
            unit,
            roles: roles_of(parse_enum(&kind)?, list_roles(conn, id)?),
            suspended: status != "active",
            bound: bound_at.is_some(),
        });
    }
    Ok(found)
}

/// Lets one change of staff accounts after the other, and gives the administrators that may act. A write that changes
/// nothing locks on both databases; whoever waited for it sees what the other one wrote.
pub(super) fn lock_administrators(conn: &mut DbConn) -> AppResult<Vec<AccountId>> {
    let kind = enum_text(&AccountKind::Administrator)?;
    diesel::update(accounts::table.filter(accounts::kind.eq(&kind)))
        .set(accounts::version.eq(accounts::version))
        .execute(conn)?;
    let ids: Vec<String> = accounts::table
        .filter(accounts::kind.eq(&kind))
        .filter(accounts::status.eq("active"))
        .order(accounts::id)
        .select(accounts::id)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, AccountId::parse)).collect()
}

/// Writes what a staff account is for and where its holder is reached, if it still is the version that was seen.
pub(super) fn set_held(conn: &mut DbConn, id: AccountId, version: u32, held: &Held) -> AppResult<bool> {
    let seen = accounts::table
        .find(id.to_string())
        .filter(accounts::version.eq(i32::try_from(version).unwrap_or(0)));
    let changed = diesel::update(seen)
        .set((
            accounts::kind.eq(enum_text(&held.duty.kind())?),
            accounts::unit_id.eq(held.duty.unit().map(|unit| unit.to_string())),
            accounts::email.eq(&held.email),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    if changed == 0 {
        return Ok(false);
    }
    replace_roles(conn, id, held.duty.rows())?;
    records::set(conn, id, &held.record)?;
    Ok(true)
}

/// Writes whether a staff account may act, if it still is the version that was seen.
pub(super) fn set_suspended(
    conn: &mut DbConn,
    id: AccountId,
    version: u32,
    suspended: bool,
) -> AppResult<bool> {
    let seen = accounts::table
        .find(id.to_string())
        .filter(accounts::version.eq(i32::try_from(version).unwrap_or(0)));
    let changed = diesel::update(seen)
        .set((
            accounts::status.eq(if suspended { "suspended" } else { "active" }),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Puts right who a staff account is for.
pub(super) fn set_named(
    conn: &mut DbConn,
    id: AccountId,
    person: Option<PersonId>,
    named: &Named,
) -> AppResult<()> {
    diesel::update(accounts::table.find(id.to_string()))
        .set((
            accounts::name.eq(&named.name),
            accounts::person_id.eq(person.map(|person| person.to_string())),
        ))
        .execute(conn)?;
    diesel::update(officers::table.find(id.to_string()))
        .set((
            officers::search_key.eq(search_key(&named.name)),
            officers::birth_date.eq(named.birth_date),
        ))
        .execute(conn)?;
    Ok(())
}

/// The person came: name and level are those of the identity.
pub(super) fn set_bound(
    conn: &mut DbConn,
    id: AccountId,
    (name, level): (&str, u8),
    now: Timestamp,
) -> AppResult<()> {
    // The account before what is written down of it, as every change does: two that wait for each other would never end.
    diesel::update(accounts::table.find(id.to_string()))
        .set((
            accounts::name.eq(name),
            accounts::assurance_level.eq(i32::from(level)),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    diesel::update(officers::table.find(id.to_string()))
        .set((
            officers::bound_at.eq(naive(now)),
            officers::search_key.eq(search_key(name)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Makes a person with a number; `false` when the number was somebody's in this moment.
pub(super) fn insert_person(
    conn: &mut DbConn,
    id: PersonId,
    number: &str,
    named: &Named,
    now: Timestamp,
) -> AppResult<bool> {
    diesel::insert_into(persons::table)
        .values((
            persons::id.eq(id.to_string()),
            persons::name.eq(&named.name),
            persons::birth_date.eq(named.birth_date),
            persons::version.eq(1),
            persons::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    let row = (
        person_numbers::number.eq(number),
        person_numbers::person_id.eq(id.to_string()),
    );
    let added = both!(conn, inner => diesel::insert_into(person_numbers::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// Name and day of birth of a person, locked until the transaction ends.
pub(super) fn lock_person(conn: &mut DbConn, id: PersonId) -> AppResult<(String, Option<NaiveDate>)> {
    diesel::update(persons::table.find(id.to_string()))
        .set(persons::version.eq(persons::version))
        .execute(conn)?;
    Ok(persons::table
        .find(id.to_string())
        .select((persons::name, persons::birth_date))
        .first(conn)?)
}

/// Writes name and day of birth of a person.
pub(super) fn set_person(conn: &mut DbConn, id: PersonId, named: &Named) -> AppResult<()> {
    diesel::update(persons::table.find(id.to_string()))
        .set((
            persons::name.eq(&named.name),
            persons::birth_date.eq(named.birth_date),
            persons::version.eq(persons::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether a person has any account but this one.
pub(super) fn has_other_account(
    conn: &mut DbConn,
    person: PersonId,
    own: Option<AccountId>,
) -> AppResult<bool> {
    let own = own.map(|id| id.to_string()).unwrap_or_default();
    let others = accounts::table
        .filter(accounts::person_id.eq(person.to_string()))
        .filter(accounts::id.ne(own));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(conn)?)
}

/// The name of an account, whether it may act or not.
pub(super) fn find_name(conn: &mut DbConn, id: AccountId) -> AppResult<Option<String>> {
    Ok(accounts::table
        .find(id.to_string())
        .select(accounts::name)
        .first(conn)
        .optional()?)
}
