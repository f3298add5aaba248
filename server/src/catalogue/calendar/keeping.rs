//! What administrators do with the calendar, one day at a time and each time with a reason.

use super::domain::{SpecialDay, is_weekend};
use super::store::{self, Change};
use crate::audit::service::{Action, record};
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult, FieldFault};
use crate::identity::guard::Administrator;
use crate::state::AppState;
use chrono::{Datelike, NaiveDate};
use motcua_shared::catalogue::calendar::{
    CalendarYear, DayAct, MAX_DAY_NAME, MAX_REASON, RemoveDay, WriteDay, YEARS,
};
use motcua_shared::error::ErrorCode;
use motcua_shared::time::read_day;
use motcua_shared::vault::rule::required_text;

/// A year of the calendar.
pub async fn read(state: &AppState, year: Option<i32>) -> AppResult<CalendarYear> {
    let year = year.unwrap_or_else(|| state.clock.now().vietnam_date().year());
    if !YEARS.contains(&year) {
        return Err(AppError::field("year", ErrorCode::NotADate));
    }
    state.db.read(move |conn| of_year(conn, year)).await
}

fn of_year(conn: &mut DbConn, year: i32) -> AppResult<CalendarYear> {
    Ok(CalendarYear {
        year,
        days: store::list_year(conn, year)?,
        changes: store::list_changes(conn, year)?,
    })
}

/// The day that an address names.
fn day_of(text: &str) -> AppResult<NaiveDate> {
    read_day(text)
        .filter(|day| YEARS.contains(&day.year()))
        .ok_or_else(|| AppError::field("day", ErrorCode::NotADate))
}

fn line(path: &str, text: &str, max: usize) -> Result<String, FieldFault> {
    required_text(text, max).map_err(|code| FieldFault::new(path, code).with("max", max))
}

/// Puts a day in, or says something else of it.
pub async fn write(
    state: &AppState,
    by: Administrator,
    day: &str,
    request: WriteDay,
) -> AppResult<CalendarYear> {
    let now = state.clock.now();
    let day = day_of(day)?;
    let name = line("name", &request.name, MAX_DAY_NAME);
    let reason = line("reason", &request.reason, MAX_REASON);
    // Every other day of the week is worked anyway, or is a holiday, which is then to be taken out.
    let swap = match request.is_worked && !is_weekend(day) {
        true => Err(FieldFault::new("day", ErrorCode::NotAWeekend)),
        false => Ok(()),
    };
    let (name, reason) = match (name, reason, swap) {
        (Ok(name), Ok(reason), Ok(())) => (name, reason),
        (name, reason, swap) => {
            let faults = swap.err().into_iter().chain(name.err()).chain(reason.err());
            return Err(AppError::fields(faults.collect()));
        }
    };
    let special = SpecialDay {
        day,
        name,
        is_worked: request.is_worked,
    };
    let work = move |conn: &mut DbConn| {
        take_turn(conn, "catalogue", "calendar")?;
        let known = store::find(conn, day)?;
        let act = match (&known, request.version) {
            (Some(_), None) => return Err(AppError::field_refusal("day", ErrorCode::CalendarDayKnown)),
            (Some(known), Some(seen)) if known.version == seen => DayAct::Changed,
            (None, None) => DayAct::Added,
            _ => return Err(ErrorCode::VersionConflict.into()),
        };
        if known.is_some_and(|known| known.name == special.name && known.is_worked == special.is_worked) {
            return of_year(conn, day.year());
        }
        store::upsert(conn, &special)?;
        let change = Change {
            special: &special,
            act,
            reason: &reason,
            author: (by.account.id, &by.account.name),
            now,
        };
        store::insert_change(conn, &change)?;
        record(
            conn,
            now,
            Some(by.account.id),
            Action::CalendarChanged,
            day,
            &by.request_id,
        )?;
        of_year(conn, day.year())
    };
    state.db.write(work).await
}

/// Takes a day out.
pub async fn remove(
    state: &AppState,
    by: Administrator,
    day: &str,
    request: RemoveDay,
) -> AppResult<CalendarYear> {
    let now = state.clock.now();
    let day = day_of(day)?;
    let reason = line("reason", &request.reason, MAX_REASON);
    let reason = reason.map_err(|fault| AppError::fields(vec![fault]))?;
    let work = move |conn: &mut DbConn| {
        take_turn(conn, "catalogue", "calendar")?;
        let known = store::find(conn, day)?.ok_or(ErrorCode::NotFound)?;
        if known.version != request.version {
            return Err(ErrorCode::VersionConflict.into());
        }
        store::remove(conn, day)?;
        let special = SpecialDay {
            day,
            name: known.name,
            is_worked: known.is_worked,
        };
        let change = Change {
            special: &special,
            act: DayAct::Removed,
            reason: &reason,
            author: (by.account.id, &by.account.name),
            now,
        };
        store::insert_change(conn, &change)?;
        record(
            conn,
            now,
            Some(by.account.id),
            Action::CalendarChanged,
            day,
            &by.request_id,
        )?;
        of_year(conn, day.year())
    };
    state.db.write(work).await
}
