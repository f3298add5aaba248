//! Records of officers in the database.

use super::super::login;
use super::domain::{Record, split};
use crate::db::DbConn;
use crate::db::schema::{accounts, officers};
use crate::db::types::{enum_text, parse_enum};
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::AccountId;

#[derive(Queryable)]
struct Row {
    position: Option<String>,
    sex: Option<String>,
    card_issued_on: Option<NaiveDate>,
    card_issued_by: Option<String>,
    landline: Option<String>,
    further_emails: Option<String>,
    reception_place: Option<String>,
    represents_unit: bool,
    login_name: Option<String>,
    login: String,
}

/// What is known of an officer.
pub fn find(conn: &mut DbConn, id: AccountId) -> AppResult<Record> {
    let found: Option<Row> = officers::table
        .inner_join(accounts::table)
        .filter(officers::account_id.eq(id.to_string()))
        .select((
            officers::position,
            officers::sex,
            officers::card_issued_on,
            officers::card_issued_by,
            officers::landline,
            officers::further_emails,
            officers::reception_place,
            officers::represents_unit,
            officers::login_name,
            accounts::login,
        ))
        .first(conn)
        .optional()?;
    let Some(row) = found else {
        return Ok(Record::default());
    };
    Ok(Record {
        position: row.position,
        sex: row.sex.map(|sex| parse_enum(&sex)).transpose()?,
        card_issued_on: row.card_issued_on,
        card_issued_by: row.card_issued_by,
        landline: row.landline,
        further_emails: split(row.further_emails.as_deref().unwrap_or_default()),
        reception_place: row.reception_place,
        represents_unit: row.represents_unit,
        login: row.login_name.or_else(|| login::typed(&row.login)),
    })
}

/// Writes it down.
pub fn set(conn: &mut DbConn, id: AccountId, record: &Record) -> AppResult<()> {
    let further = (!record.further_emails.is_empty()).then(|| record.further_emails.join(";"));
    diesel::update(officers::table.find(id.to_string()))
        .set((
            officers::position.eq(&record.position),
            officers::sex.eq(record.sex.as_ref().map(enum_text).transpose()?),
            officers::card_issued_on.eq(record.card_issued_on),
            officers::card_issued_by.eq(&record.card_issued_by),
            officers::landline.eq(&record.landline),
            officers::further_emails.eq(further),
            officers::reception_place.eq(&record.reception_place),
            officers::represents_unit.eq(record.represents_unit),
            officers::login_name.eq(&record.login),
        ))
        .execute(conn)?;
    let login = login::key(record.login.as_deref(), id);
    diesel::update(accounts::table.find(id.to_string()))
        .set(accounts::login.eq(login))
        .execute(conn)?;
    Ok(())
}
