//! Reading and importing the calendar.

use super::domain::{SpecialDay, parse};
use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use chrono::NaiveDate;

pub use super::domain::{Calendar, add_working_days, count_working_days, last_day};

/// The statutory days off (Labour Code art. 111 and 112), as delivered. What the government swaps is the administrator's
/// to import.
pub const DELIVERED: &str = include_str!("../../../catalogue/calendar-2026-2027.json");

/// The calendar from a day on.
pub fn load(conn: &mut DbConn, since: NaiveDate) -> AppResult<Calendar> {
    let days = store::list(conn, since)?;
    Ok(Calendar::new(
        days.into_iter().map(|special| (special.day, special.is_worked)),
    ))
}

/// Every special day from a day on, in order.
pub fn list(conn: &mut DbConn, since: NaiveDate) -> AppResult<Vec<SpecialDay>> {
    store::list(conn, since)
}

/// Writes days over what was known of them; days that are not named stay.
pub fn import(conn: &mut DbConn, days: &[SpecialDay]) -> AppResult<()> {
    for special in days {
        store::upsert(conn, special)?;
    }
    Ok(())
}

/// The delivered days.
pub fn delivered() -> anyhow::Result<Vec<SpecialDay>> {
    parse(DELIVERED)
}

/// Writes those delivered days that nothing is known of: what an administrator imported stays, and what one took out stays
/// out.
pub fn import_delivered(conn: &mut DbConn, days: &[SpecialDay]) -> AppResult<()> {
    let touched = store::list_touched(conn)?;
    for special in days.iter().filter(|special| !touched.contains(&special.day)) {
        store::insert_new(conn, special)?;
    }
    Ok(())
}
