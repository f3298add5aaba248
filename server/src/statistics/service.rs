//! Reading and keeping figures.

use super::domain::{DAYS, LEAST, duration};
use super::store;
use crate::catalogue::service::{self as catalogue, calendar};
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use anyhow::anyhow;
use chrono::{Days, NaiveDate};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::statistics::dto::{DueOver, Durations};
use motcua_shared::time::{Timestamp, read_day};

/// Dossiers whose duration is kept at a time.
const AT_A_TIME: i64 = 200;

/// How long dossiers of a procedure really took, of those that ended up to `today`.
pub fn durations(
    conn: &mut DbConn,
    code: &str,
    unit: Option<UnitId>,
    today: NaiveDate,
) -> AppResult<Durations> {
    // An unknown code is refused, as on the page of the procedure.
    catalogue::load(conn, code)?;
    let since = today
        .checked_sub_days(Days::new(DAYS.into()))
        .ok_or_else(|| AppError::internal(anyhow!("no day before {today}")))?;
    let everywhere = store::count_by_days(conn, code, None, since)?;
    let unit = match unit {
        Some(unit) => Some(store::count_by_days(conn, code, Some(unit), since)?),
        None => None,
    };
    Ok(Durations {
        days: DAYS,
        least: LEAST,
        everywhere: duration(&everywhere),
        unit: unit.as_deref().map(duration),
    })
}

/// How many open dossiers' time runs over a day. Their due days do not move with the calendar: who changes it should know.
pub fn due_over(conn: &mut DbConn, day: &str) -> AppResult<DueOver> {
    let day = read_day(day).ok_or_else(|| AppError::field("day", ErrorCode::NotADate))?;
    let midnight = day
        .succ_opt()
        .and_then(|next| Timestamp::parse(&format!("{next}T00:00:00+07:00")))
        .ok_or_else(|| AppError::field("day", ErrorCode::NotADate))?;
    let dossiers = store::count_due_over(conn, day, midnight)?;
    Ok(DueOver { dossiers })
}

/// Keeps the durations of some dossiers that ended since a moment; says how many there were.
pub fn keep_some(conn: &mut DbConn, since: Timestamp) -> AppResult<usize> {
    let ended = store::list_ended(conn, since, AT_A_TIME)?;
    let Some(first) = ended.iter().map(|one| one.received_at.vietnam_date()).min() else {
        return Ok(0);
    };
    let days = calendar::load(conn, first)?;
    for one in &ended {
        let (from, to) = (one.received_at.vietnam_date(), one.returned_at.vietnam_date());
        let taken = calendar::count_working_days(from, to, &days);
        store::keep(conn, one, taken.max(0))?;
    }
    Ok(ended.len())
}
