//! Closing days in the database, what they end, and who was told of them.

use super::domain::Closings;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{accounts, officers, password_closing_notices, password_closings, sessions};
use crate::db::types::{enum_text, naive, parse_id};
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, UnitId};
use motcua_shared::identity::dto::{AccountKind, SignInMethod};
use motcua_shared::time::Timestamp;

/// Whose day it is.
#[derive(Debug, Clone, Default)]
pub struct Closed {
    /// These units.
    pub units: Vec<UnitId>,
    /// Those who work in none.
    pub administrators: bool,
}

/// All days.
pub fn list(conn: &mut DbConn) -> AppResult<Closings> {
    let rows: Vec<(String, NaiveDate)> = password_closings::table
        .select((password_closings::unit_id, password_closings::closes_on))
        .load(conn)?;
    rows.into_iter()
        .map(|(unit, day)| Ok((parse_id(&unit, UnitId::parse)?, day)))
        .collect()
}

/// Sets the day of a unit, or takes it away.
pub fn set(
    conn: &mut DbConn,
    unit: UnitId,
    closes_on: Option<NaiveDate>,
    by: AccountId,
    now: Timestamp,
) -> AppResult<()> {
    diesel::delete(password_closings::table.find(unit.to_string())).execute(conn)?;
    if let Some(day) = closes_on {
        diesel::insert_into(password_closings::table)
            .values((
                password_closings::unit_id.eq(unit.to_string()),
                password_closings::closes_on.eq(day),
                password_closings::set_by.eq(by.to_string()),
                password_closings::set_at.eq(naive(now)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Lets no session that a password opened run beyond a moment.
pub fn bound_sessions(conn: &mut DbConn, closed: &Closed, end: Timestamp) -> AppResult<usize> {
    let (units, none) = terms(closed)?;
    let password = enum_text(&SignInMethod::Password)?;
    let of_them = accounts::table
        .filter(accounts::unit_id.eq_any(units).or(accounts::kind.eq(none)))
        .filter(accounts::kind.eq_any(officers_kinds()?))
        .select(accounts::id);
    let longer = sessions::table
        .filter(sessions::method.eq(password))
        .filter(sessions::ends_at.gt(naive(end)))
        .filter(sessions::account_id.eq_any(of_them));
    Ok(diesel::update(longer)
        .set(sessions::ends_at.eq(naive(end)))
        .execute(conn)?)
}

/// Active officers who have not come with their electronic identity and were not told of this day at this call.
pub fn list_untold(
    conn: &mut DbConn,
    closed: &Closed,
    (closes_on, stage): (NaiveDate, i32),
    limit: i64,
) -> AppResult<Vec<AccountId>> {
    let (units, none) = terms(closed)?;
    let told = password_closing_notices::table
        .filter(password_closing_notices::account_id.eq(officers::account_id))
        .filter(password_closing_notices::closes_on.eq(closes_on))
        .filter(password_closing_notices::stage.eq(stage));
    let ids: Vec<String> = officers::table
        .inner_join(accounts::table)
        .filter(accounts::unit_id.eq_any(units).or(accounts::kind.eq(none)))
        .filter(accounts::status.eq("active"))
        .filter(officers::bound_at.is_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(told)))
        .order(officers::account_id)
        .limit(limit)
        .select(officers::account_id)
        .load(conn)?;
    ids.iter().map(|id| parse_id(id, AccountId::parse)).collect()
}

/// Notes that somebody is told; `false` when they were.
pub fn insert_notice(
    conn: &mut DbConn,
    account: AccountId,
    (closes_on, stage): (NaiveDate, i32),
    now: Timestamp,
) -> AppResult<bool> {
    let row = (
        password_closing_notices::account_id.eq(account.to_string()),
        password_closing_notices::closes_on.eq(closes_on),
        password_closing_notices::stage.eq(stage),
        password_closing_notices::told_at.eq(naive(now)),
    );
    let written = both!(conn, inner => diesel::insert_into(password_closing_notices::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(written == 1)
}

/// The ids of the units, and the kind of those who work in none where they are meant.
fn terms(closed: &Closed) -> AppResult<(Vec<String>, String)> {
    let none = match closed.administrators {
        true => enum_text(&AccountKind::Administrator)?,
        false => String::new(),
    };
    Ok((closed.units.iter().map(ToString::to_string).collect(), none))
}

fn officers_kinds() -> AppResult<[String; 2]> {
    Ok([
        enum_text(&AccountKind::Staff)?,
        enum_text(&AccountKind::Administrator)?,
    ])
}
