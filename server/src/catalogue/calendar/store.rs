//! Special days in the database.

use super::domain::SpecialDay;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::calendar_days;
use crate::error::AppResult;
use chrono::NaiveDate;
use diesel::prelude::*;

/// Special days from a day on, in order.
pub fn list(conn: &mut DbConn, since: NaiveDate) -> AppResult<Vec<SpecialDay>> {
    let rows: Vec<(NaiveDate, String, bool)> = calendar_days::table
        .filter(calendar_days::day.ge(since))
        .order(calendar_days::day)
        .select((calendar_days::day, calendar_days::name, calendar_days::is_worked))
        .load(conn)?;
    let special = |(day, name, is_worked)| SpecialDay { day, name, is_worked };
    Ok(rows.into_iter().map(special).collect())
}

/// Writes a day over what was known of it.
pub fn upsert(conn: &mut DbConn, special: &SpecialDay) -> AppResult<()> {
    let row = (
        calendar_days::day.eq(special.day),
        calendar_days::name.eq(&special.name),
        calendar_days::is_worked.eq(special.is_worked),
    );
    both!(conn, inner => diesel::insert_into(calendar_days::table)
        .values(row)
        .on_conflict(calendar_days::day)
        .do_update()
        .set((calendar_days::name.eq(&special.name), calendar_days::is_worked.eq(special.is_worked)))
        .execute(inner))?;
    Ok(())
}

/// Writes a day of which nothing is known.
pub fn insert_new(conn: &mut DbConn, special: &SpecialDay) -> AppResult<()> {
    let row = (
        calendar_days::day.eq(special.day),
        calendar_days::name.eq(&special.name),
        calendar_days::is_worked.eq(special.is_worked),
    );
    both!(conn, inner => diesel::insert_into(calendar_days::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(())
}
