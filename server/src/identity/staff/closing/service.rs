//! Setting the day, keeping to it, and telling of it.

use super::super::super::domain::Account;
use super::super::super::guard::Administrator;
use super::super::super::tell::Addresses;
use super::super::officers::{Doing, authority};
use super::super::record::store as records;
use super::super::tree;
use super::domain::{self, Closings};
use super::store::{self, Closed};
use crate::audit::{self, Action};
use crate::db::DbConn;
use crate::directory::service as directory;
use crate::error::{AppError, AppResult, FieldFault};
use crate::notification::service::Notice;
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::identity::staff::{SetClosing, StaffUnit};
use motcua_shared::text::Lang;
use motcua_shared::time::{Timestamp, format_date, write_day};
use std::collections::{BTreeMap, HashSet};

/// The days that were set.
pub fn list(conn: &mut DbConn) -> AppResult<Closings> {
    store::list(conn)
}

/// The day that holds in a unit.
pub fn of_unit(conn: &mut DbConn, closings: &Closings, unit: UnitId) -> AppResult<Option<NaiveDate>> {
    if closings.is_empty() {
        return Ok(None);
    }
    let above = directory::list_above(conn, unit)?;
    Ok(domain::earliest(closings, &above))
}

/// From which day on passwords open an account no longer.
pub fn closed_from(conn: &mut DbConn, account: &Account) -> AppResult<Option<NaiveDate>> {
    let closings = store::list(conn)?;
    match account.unit_id {
        Some(unit) => of_unit(conn, &closings, unit),
        None => of_highest(conn, &closings),
    }
}

/// The earliest day of a unit that has none above it: administrators go by it.
fn of_highest(conn: &mut DbConn, closings: &Closings) -> AppResult<Option<NaiveDate>> {
    let mut days = Vec::new();
    for (unit, day) in closings {
        if directory::list_above(conn, *unit)?.len() == 1 {
            days.push(*day);
        }
    }
    Ok(days.into_iter().min())
}

/// The day of an account whose password still opens it, or the refusal that names the other way.
pub fn require_open(conn: &mut DbConn, account: &Account, today: NaiveDate) -> AppResult<Option<NaiveDate>> {
    match closed_from(conn, account)? {
        Some(day) if day <= today => {
            Err(AppError::new(ErrorCode::StaffPasswordClosed).with("day", format_date(day)))
        }
        day => Ok(day),
    }
}

/// Sets the day of a unit, or takes it away; gives the tree as it is then.
pub async fn set(
    state: &AppState,
    by: Administrator,
    unit: UnitId,
    request: SetClosing,
) -> AppResult<Vec<StaffUnit>> {
    let doing = Doing::of(state, &by);
    let closes_on = domain::parse(&request.closes_on).map_err(|code| AppError::field("closes_on", code))?;
    let set = move |conn: &mut DbConn| {
        authority(conn, &doing)?;
        directory::load(conn, unit)?;
        let closings = store::list(conn)?;
        if closings.get(&unit).copied() == closes_on {
            return Ok(());
        }
        if let Some(day) = closes_on {
            check_upper(conn, &closings, unit, day)?;
        }
        store::set(conn, unit, closes_on, by.account.id, doing.now)?;
        let word = closes_on.map(write_day).unwrap_or_default();
        let (actor, action) = (doing.actor, Action::StaffPasswordClosing);
        audit::service::record_with(conn, doing.now, actor, action, (unit, &word), &doing.request_id)?;
        bound_sessions(conn, doing.now)
    };
    state.db.write(set).await?;
    tree::load(state).await
}

/// A unit below closes no later than one above.
fn check_upper(conn: &mut DbConn, closings: &Closings, unit: UnitId, day: NaiveDate) -> AppResult<()> {
    let above = directory::list_above(conn, unit)?;
    let upper = domain::earliest(closings, above.get(1..).unwrap_or_default());
    match upper.filter(|upper| *upper < day) {
        Some(upper) => {
            let fault = FieldFault::new("closes_on", ErrorCode::ClosingAfterUpper);
            Err(AppError::fields(vec![fault.with("day", format_date(upper))]))
        }
        None => Ok(()),
    }
}

/// No session that a password opened outlives the day, whoever set it when.
pub fn bound_sessions(conn: &mut DbConn, now: Timestamp) -> AppResult<()> {
    for (day, closed) in covered(conn, now.vietnam_date())? {
        store::bound_sessions(conn, &closed, Timestamp::vietnam_midnight(day))?;
    }
    Ok(())
}

/// Who closes on which day: every unit once, on the earliest day that reaches it.
fn covered(conn: &mut DbConn, today: NaiveDate) -> AppResult<BTreeMap<NaiveDate, Closed>> {
    let closings = store::list(conn)?;
    let mut days: Vec<(NaiveDate, UnitId)> = closings.iter().map(|(unit, day)| (*day, *unit)).collect();
    days.sort_unstable();
    let mut covered: BTreeMap<NaiveDate, Closed> = BTreeMap::new();
    let mut seen = HashSet::new();
    for (day, unit) in days {
        for below in directory::list_below(conn, unit, today)? {
            if seen.insert(below.id) {
                covered.entry(day).or_default().units.push(below.id);
            }
        }
    }
    if let Some(day) = of_highest(conn, &closings)? {
        covered.entry(day).or_default().administrators = true;
    }
    Ok(covered)
}

/// Tells some of those who are to be told today; says how many.
pub fn tell_some(conn: &mut DbConn, now: Timestamp, limit: i64) -> AppResult<usize> {
    let today = now.vietnam_date();
    for (day, closed) in covered(conn, today)? {
        let Some(stage) = domain::call(day, today) else {
            continue;
        };
        let untold = store::list_untold(conn, &closed, (day, stage), limit)?;
        if untold.is_empty() {
            continue;
        }
        let count = untold.len();
        for account in untold {
            if store::insert_notice(conn, account, (day, stage), now)? {
                let further = records::find(conn, account)?.further_emails;
                let addresses = Addresses::of(conn, account)?.and_emails(further);
                addresses.tell(conn, now, &Notice::PasswordCloses { day }, Lang::default())?;
            }
        }
        return Ok(count);
    }
    Ok(0)
}
