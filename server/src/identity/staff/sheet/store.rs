//! Officers for the table, in one question.

use super::super::domain::{Duty, roles_of};
use super::write::Person;
use crate::db::DbConn;
use crate::db::schema::{accounts, officers, staff_roles, units};
use crate::db::types::{enum_text, parse_enum, parse_id};
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::AccountKind;
use std::collections::HashMap;

type Row = (
    (String, String, String, String),
    (Option<String>, Option<NaiveDate>, Option<String>),
    Option<(String, String, String)>,
);

/// The account of a number for this work.
pub fn find_account(conn: &mut DbConn, number: &str, duty: &Duty) -> AppResult<Option<AccountId>> {
    let of_number = accounts::table
        .inner_join(officers::table)
        .filter(accounts::kind.eq(enum_text(&duty.kind())?))
        .filter(accounts::identifier.eq(number))
        .filter(officers::removed_at.is_null())
        .select((accounts::id, accounts::unit_id));
    let rows: Vec<(String, Option<String>)> = of_number.order(accounts::id.desc()).load(conn)?;
    let unit = duty.unit().map(|unit| unit.to_string());
    let found = rows.into_iter().find(|(_, place)| *place == unit);
    found.map(|(id, _)| parse_id(&id, AccountId::parse)).transpose()
}

/// Everybody who may act.
pub fn list(conn: &mut DbConn) -> AppResult<Vec<Person>> {
    let mut roles: HashMap<String, Vec<StaffRole>> = HashMap::new();
    let held: Vec<(String, String)> = staff_roles::table
        .select((staff_roles::account_id, staff_roles::role))
        .load(conn)?;
    for (account, role) in held {
        roles.entry(account).or_default().push(parse_enum(&role)?);
    }
    let rows: Vec<Row> = officers::table
        .inner_join(accounts::table.left_join(units::table))
        .filter(accounts::status.eq("active"))
        .select((
            (
                officers::account_id,
                accounts::name,
                accounts::identifier,
                accounts::kind,
            ),
            (accounts::phone, officers::birth_date, officers::position),
            (units::code, units::name, units::level).nullable(),
        ))
        .load(conn)?;
    let mut people = Vec::new();
    for ((id, name, identity, kind), (phone, born, position), unit) in rows {
        let kind: AccountKind = parse_enum(&kind)?;
        people.push(Person {
            name,
            born,
            position: position.unwrap_or_default(),
            unit: match unit {
                Some((code, name, level)) => Some((code, name, parse_enum(&level)?)),
                None => None,
            },
            identity,
            phone: phone.unwrap_or_default(),
            roles: roles_of(kind, roles.remove(&id).unwrap_or_default()),
        });
    }
    Ok(people)
}
