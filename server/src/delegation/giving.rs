//! Giving a delegation: what was typed made sound, and who may be named.

use super::domain::{Delegation, Side};
use super::service::{Asking, Doing, near, note, on_duty, tell_begun, view};
use super::store;
use crate::audit::service::Action;
use crate::db::types::new_id;
use crate::db::{DbConn, take_turn};
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::observe::RequestId;
use crate::identity::service as identity;
use crate::state::AppState;
use chrono::NaiveDate;
use motcua_shared::delegation::dto::{DelegationView, GiveDelegation};
use motcua_shared::delegation::rule::{MAX_MONTHS, MAX_PROCEDURES, MAX_REASON, check_until};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DelegationId};
use motcua_shared::text::{self, Lang};
use motcua_shared::time::{format_date, read_day};
use motcua_shared::vault::rule::required_text;

/// What was typed, sound.
struct Typed {
    codes: Option<Vec<String>>,
    from: NaiveDate,
    until: NaiveDate,
    reason: String,
}

fn typed(request: &GiveDelegation, today: NaiveDate, lang: Lang) -> AppResult<Typed> {
    let mut faults = Vec::new();
    if request.delegate_id.is_none() {
        faults.push(FieldFault::new("delegate_id", ErrorCode::Required));
    }
    let mut day = |name: &'static str, typed: &str| {
        match (typed.trim(), read_day(typed.trim())) {
            ("", _) => Err(FieldFault::new(name, ErrorCode::Required)),
            (_, None) => Err(FieldFault::new(name, ErrorCode::NotADate)),
            (_, Some(day)) => Ok(day),
        }
        .map_err(|fault| faults.push(fault))
        .ok()
    };
    let (from, until) = (day("from", &request.from), day("until", &request.until));
    if from.is_some_and(|from| from < today) {
        faults.push(FieldFault::new("from", ErrorCode::DayPast).with("today", format_date(today)));
    }
    if let (Some(from), Some(until)) = (from, until)
        && let Err(code) = check_until(from, until)
    {
        let fault = FieldFault::new("until", code).with("other", text::delegation::from(lang));
        faults.push(fault.with("months", MAX_MONTHS));
    }
    let reason = required_text(&request.reason, MAX_REASON)
        .map_err(|code| faults.push(FieldFault::new("reason", code).with("max", MAX_REASON)))
        .ok();
    let codes = request.procedures.clone().map(|mut codes| {
        codes.sort();
        codes.dedup();
        codes
    });
    match codes.as_ref().map(Vec::len) {
        Some(0) => faults.push(FieldFault::new("procedures", ErrorCode::Required)),
        Some(count) if count > MAX_PROCEDURES => {
            let fault = FieldFault::new("procedures", ErrorCode::NotInRange);
            faults.push(fault.with("min", 1).with("max", MAX_PROCEDURES));
        }
        _ => {}
    }
    match (from, until, reason) {
        (Some(from), Some(until), Some(reason)) if faults.is_empty() => Ok(Typed {
            codes,
            from,
            until,
            reason,
        }),
        _ => Err(AppError::fields(faults)),
    }
}

/// Gives a delegation.
pub async fn give(
    state: &AppState,
    asking: Asking,
    request: GiveDelegation,
    lang: Lang,
    request_id: RequestId,
) -> AppResult<DelegationView> {
    let now = state.clock.now();
    let doing = Doing { now, request_id };
    let today = now.vietnam_date();
    let typed = typed(&request, today, lang)?;
    let work = move |conn: &mut DbConn| {
        let delegation = give_now(conn, &asking, &request, typed, &doing)?;
        view(conn, &asking, delegation, today)
    };
    let view = state.db.write(work).await?;
    state.bell.ring();
    Ok(view)
}

fn give_now(
    conn: &mut DbConn,
    asking: &Asking,
    request: &GiveDelegation,
    typed: Typed,
    doing: &Doing,
) -> AppResult<Delegation> {
    let today = doing.now.vietnam_date();
    let delegator = delegator(conn, asking, request.delegator_id)?;
    let delegate = delegate(conn, asking, delegator, request.delegate_id, today)?;
    let codes = typed.codes.unwrap_or_default();
    if store::list_procedures(conn, &codes)?.len() != codes.len() {
        return Err(AppError::field("procedures", ErrorCode::NotAChoice));
    }
    // Of two that are given at once, the second sees the first.
    take_turn(conn, "delegation", &delegator.account.to_string())?;
    let pair = (delegator.account, delegate.account);
    if store::overlaps(conn, pair, (typed.from, typed.until))? {
        return Err(ErrorCode::DelegationOverlaps.into());
    }
    let delegation = Delegation {
        id: new_id(DelegationId::from_uuid),
        delegator,
        delegate,
        given_by: asking.account.id,
        from: typed.from,
        until: typed.until,
        is_for_all: codes.is_empty(),
        reason: typed.reason,
        ended: None,
    };
    store::insert(conn, &delegation, &codes, doing.now)?;
    note(
        conn,
        &delegation,
        (Some(asking.account.id), Action::DelegationGiven),
        doing,
    )?;
    if delegation.from == today {
        tell_begun(conn, &delegation, doing.now)?;
    }
    Ok(delegation)
}

fn delegator(conn: &mut DbConn, asking: &Asking, named: Option<AccountId>) -> AppResult<Side> {
    match (asking.is_administrator, named) {
        (false, None) => on_duty(conn, asking.account.id),
        (false, Some(id)) if id == asking.account.id => on_duty(conn, id),
        (false, Some(_)) => Err(ErrorCode::NotAllowed.into()),
        (true, None) => Err(AppError::field("delegator_id", ErrorCode::Required)),
        (true, Some(id)) => {
            on_duty(conn, id).map_err(|_| AppError::field("delegator_id", ErrorCode::NotAChoice))
        }
    }
}

fn delegate(
    conn: &mut DbConn,
    asking: &Asking,
    delegator: Side,
    named: Option<AccountId>,
    today: NaiveDate,
) -> AppResult<Side> {
    let not_a_choice = || AppError::field("delegate_id", ErrorCode::NotAChoice);
    let to_oneself = || AppError::field_refusal("delegate_id", ErrorCode::DelegationToOneself);
    let id = named.ok_or_else(not_a_choice)?;
    if id == delegator.account || id == asking.account.id {
        return Err(to_oneself());
    }
    let account = identity::load_account(conn, id).map_err(|_| not_a_choice())?;
    let of_delegator = identity::load_account(conn, delegator.account)?.person_id;
    // One person has several accounts; and an administrator gives themselves nothing by one of them.
    let own = [of_delegator, asking.account.person_id];
    if account.person_id.is_some() && own.contains(&account.person_id) {
        return Err(to_oneself());
    }
    let delegate = on_duty(conn, id).map_err(|_| not_a_choice())?;
    match near(conn, delegator.unit, today)?.contains(&delegate.unit) {
        true => Ok(delegate),
        false => Err(not_a_choice()),
    }
}
