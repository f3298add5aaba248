//! What administrators do with units. Changes take turns, so that no two of them make a ring together.

use super::import::import;
use super::read::read;
use super::store::{self, Row, Wanted};
use crate::audit::service::{Action, record};
use crate::db::{DbConn, take_turn};
use crate::directory::service::{UNIT_ENDED, list_above};
use crate::error::{AppError, AppResult, FieldFault};
use crate::identity::guard::Administrator;
use crate::job::queue::enqueue;
use crate::state::AppState;
use bytes::Bytes;
use chrono::NaiveDate;
use motcua_shared::catalogue::report::ImportReport;
use motcua_shared::directory::dto::{
    AddUnit, ChangeUnit, EndUnit, KeptUnit, KeptUnitItem, MAX_SUCCESSORS, MAX_UNIT_CODE, MAX_UNIT_NAME,
    UnitForm, UnitRef,
};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::page::Page;
use motcua_shared::time::read_day;
use motcua_shared::vault::rule::required_text;

/// The day on which the units of today came to be (Law on Organisation of Local Government, 2025): units of a national file,
/// which says no days, exist since then.
pub fn of_today() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2025, 7, 1)
}

/// A page of the list.
pub async fn list(state: &AppState, wanted: Wanted, limit: u32) -> AppResult<Page<KeptUnitItem>> {
    let is_first = wanted.after.is_none();
    let (rows, total) = state
        .db
        .read(move |conn| store::list(conn, &wanted, limit))
        .await?;
    let page = Page::forth(rows, limit, is_first, |item| item.id.to_string());
    Ok(Page {
        total: u64::try_from(total).ok(),
        ..page
    })
}

/// A unit with its place in the tree.
pub async fn load(state: &AppState, id: UnitId) -> AppResult<KeptUnit> {
    state.db.read(move |conn| view(conn, id)).await
}

fn view(conn: &mut DbConn, id: UnitId) -> AppResult<KeptUnit> {
    let (row, _) = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let mut above = Vec::new();
    for unit in list_above(conn, id)?.into_iter().skip(1) {
        above.extend(store::find_ref(conn, unit)?);
    }
    above.reverse();
    let key = id.to_string();
    let below = store::count_below(conn, std::slice::from_ref(&key))?;
    Ok(KeptUnit {
        id,
        code: row.code,
        name: row.name,
        level: row.level,
        above,
        below: below
            .get(&key)
            .and_then(|count| u32::try_from(*count).ok())
            .unwrap_or(0),
        at_portal: row.at_portal,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        successors: store::list_successors(conn, id)?,
        heir: store::find_heir(conn, id)?,
        predecessors: store::list_predecessors(conn, id)?,
        version: row.version,
    })
}

fn turn(conn: &mut DbConn) -> AppResult<()> {
    take_turn(conn, "directory", "units")
}

fn line(path: &str, text: &str, max: usize) -> Result<String, FieldFault> {
    required_text(text, max).map_err(|code| FieldFault::new(path, code).with("max", max))
}

fn day(path: &str, text: &str) -> Result<NaiveDate, FieldFault> {
    match text.trim() {
        "" => Err(FieldFault::new(path, ErrorCode::Required)),
        text => read_day(text).ok_or_else(|| FieldFault::new(path, ErrorCode::NotADate)),
    }
}

/// Name and first day, or what is wrong with them.
fn read_form(form: &UnitForm, more: Option<FieldFault>) -> AppResult<(String, NaiveDate)> {
    match (
        line("name", &form.name, MAX_UNIT_NAME),
        day("valid_from", &form.valid_from),
        more,
    ) {
        (Ok(name), Ok(from), None) => Ok((name.replace('\n', " "), from)),
        (name, from, more) => {
            let faults = more.into_iter().chain(name.err()).chain(from.err());
            Err(AppError::fields(faults.collect()))
        }
    }
}

/// The unit above: it must be there, and no unit is above itself.
fn check_parent(conn: &mut DbConn, own: Option<UnitId>, parent: Option<UnitId>) -> AppResult<()> {
    let Some(parent) = parent else { return Ok(()) };
    if store::find_ref(conn, parent)?.is_none() {
        return Err(AppError::field("parent_id", ErrorCode::NotAChoice));
    }
    match own {
        Some(own) if list_above(conn, parent)?.contains(&own) => {
            Err(AppError::field("parent_id", ErrorCode::UnitCycle))
        }
        _ => Ok(()),
    }
}

/// Adds a unit.
pub async fn add(state: &AppState, by: Administrator, request: AddUnit) -> AppResult<KeptUnit> {
    let now = state.clock.now();
    let code = line("code", &request.code, MAX_UNIT_CODE);
    let fault = match &code {
        Ok(code) if code.contains(char::is_whitespace) => Some(FieldFault::new("code", ErrorCode::NotACode)),
        Ok(_) => None,
        Err(fault) => Some(fault.clone()),
    };
    let (name, valid_from) = read_form(&request.form, fault)?;
    let code = code.map_err(|fault| AppError::fields(vec![fault]))?;
    let work = move |conn: &mut DbConn| {
        turn(conn)?;
        let form = &request.form;
        if !store::list_by_codes(conn, std::slice::from_ref(&code))?.is_empty() {
            return Err(AppError::field_refusal("code", ErrorCode::UnitKnown));
        }
        check_parent(conn, None, form.parent_id)?;
        let row = Row {
            id: store::next_id(),
            code,
            name,
            level: form.level,
            parent: None,
            at_portal: form.at_portal,
            valid_from,
            valid_to: None,
            version: 1,
        };
        store::insert(conn, &row, form.parent_id)?;
        record(
            conn,
            now,
            Some(by.account.id),
            Action::UnitAdded,
            row.id,
            &by.request_id,
        )?;
        view(conn, row.id)
    };
    state.db.write(work).await
}

/// The unit in the version that was seen.
fn seen(conn: &mut DbConn, id: UnitId, version: u32) -> AppResult<(Row, Option<UnitId>)> {
    turn(conn)?;
    let (row, parent) = store::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    if row.version != version {
        return Err(ErrorCode::VersionConflict.into());
    }
    Ok((row, parent))
}

/// Says something else of a unit.
pub async fn change(
    state: &AppState,
    by: Administrator,
    id: UnitId,
    request: ChangeUnit,
) -> AppResult<KeptUnit> {
    let now = state.clock.now();
    let (name, valid_from) = read_form(&request.form, None)?;
    let work = move |conn: &mut DbConn| {
        let form = &request.form;
        let (before, parent) = seen(conn, id, request.version)?;
        check_parent(conn, Some(id), form.parent_id)?;
        if before.valid_to.is_some_and(|to| to <= valid_from) {
            return Err(AppError::field("valid_from", ErrorCode::DaysOrder));
        }
        let row = Row {
            name,
            level: form.level,
            at_portal: form.at_portal,
            valid_from,
            ..before.clone()
        };
        if row == before && parent == form.parent_id {
            return view(conn, id);
        }
        store::rewrite(conn, &row, form.parent_id)?;
        record(
            conn,
            now,
            Some(by.account.id),
            Action::UnitChanged,
            id,
            &by.request_id,
        )?;
        view(conn, id)
    };
    state.db.write(work).await
}

/// Which of those that take over gets what lies open: it has to be said where there are several.
fn choose_heir(successors: &[UnitRef], named: &str) -> AppResult<Option<UnitId>> {
    match (successors, named.trim()) {
        ([], "") => Ok(None),
        ([one], "") => Ok(Some(one.id)),
        (_, "") => Err(AppError::field("heir", ErrorCode::Required)),
        (_, code) => match successors.iter().find(|unit| unit.code == code) {
            Some(unit) => Ok(Some(unit.id)),
            None => Err(AppError::field("heir", ErrorCode::NotAChoice)),
        },
    }
}

/// Ends a unit and says who takes over, or takes that back. What lies open there goes over on that day.
pub async fn end(state: &AppState, by: Administrator, id: UnitId, request: EndUnit) -> AppResult<KeptUnit> {
    let now = state.clock.now();
    let is_end = !request.valid_to.trim().is_empty();
    let valid_to = match is_end {
        true => Some(day("valid_to", &request.valid_to).map_err(|fault| AppError::fields(vec![fault]))?),
        false => None,
    };
    let mut codes: Vec<String> = match is_end {
        true => request
            .successors
            .iter()
            .map(|code| code.trim().to_owned())
            .collect(),
        false => Vec::new(),
    };
    codes.retain(|code| !code.is_empty());
    codes.sort();
    codes.dedup();
    if codes.len() > MAX_SUCCESSORS {
        return Err(AppError::field("successors", ErrorCode::TooLong).with("max", MAX_SUCCESSORS));
    }
    let work = move |conn: &mut DbConn| {
        let (before, parent) = seen(conn, id, request.version)?;
        if valid_to.is_some_and(|to| to <= before.valid_from) {
            return Err(AppError::field("valid_to", ErrorCode::DaysOrder));
        }
        let successors = store::list_by_codes(conn, &codes)?;
        let missing: Vec<&str> = codes
            .iter()
            .filter(|code| successors.iter().all(|unit| unit.code != **code))
            .map(String::as_str)
            .collect();
        if !missing.is_empty() {
            let fault = FieldFault::new("successors", ErrorCode::NoSuchUnit);
            return Err(AppError::fields(vec![fault.with("codes", missing.join(", "))]));
        }
        if successors.iter().any(|unit| unit.id == id) {
            return Err(AppError::field("successors", ErrorCode::UnitCycle));
        }
        if let Some(to) = valid_to {
            let left = store::count_left_below(conn, id, to)?;
            if left > 0 {
                return Err(AppError::new(ErrorCode::UnitHasUnits).with("count", left));
            }
        }
        let named = if is_end { request.heir.as_str() } else { "" };
        let heir = choose_heir(&successors, named)?;
        store::rewrite(conn, &Row { valid_to, ..before }, parent)?;
        store::replace_successors(conn, id, &successors, heir)?;
        if valid_to.is_some_and(|to| to <= now.vietnam_date()) {
            enqueue(conn, now, UNIT_ENDED, &id)?;
        }
        record(
            conn,
            now,
            Some(by.account.id),
            Action::UnitEnded,
            id,
            &by.request_id,
        )?;
        view(conn, id)
    };
    let ended = state.db.write(work).await?;
    state.bell.ring();
    Ok(ended)
}

/// Takes the units of a file in, or only says what that would do. All of it is one transaction.
pub async fn import_file(
    state: &AppState,
    by: Administrator,
    name: String,
    bytes: Bytes,
    only_tries: bool,
) -> AppResult<ImportReport> {
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| {
        let text = std::str::from_utf8(&bytes).map_err(|_| ErrorCode::NotUnits)?;
        let found = read(&name, text).map_err(|_| ErrorCode::NotUnits)?;
        let since = of_today().ok_or(ErrorCode::Internal)?;
        let report = import(conn, &found, since)?;
        if !only_tries {
            let digest = crate::secret::sha256_hex(&bytes);
            record(
                conn,
                now,
                Some(by.account.id),
                Action::UnitsImported,
                digest,
                &by.request_id,
            )?;
        }
        Ok(report)
    };
    if only_tries {
        state.db.attempt(work).await
    } else {
        state.db.write(work).await
    }
}
