//! The queue of a unit: a list for each state, and looking for dossiers by code or by the name of their owner.

pub mod store;

use super::domain::After;
use super::service::{OnDuty, on_duty, refusal, thread};
use super::work::service as work;
use crate::catalogue::service::calendar;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::filing::service as filing;
use crate::identity::guard::Officer;
use crate::payment::service as payment;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::DossierId;
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page, day_cursor};
use motcua_shared::processing::dto::{DeskDossierItem, SearchDossiers, StateCount};
use motcua_shared::processing::thread::Side;

/// Signs of what is looked for: no code and no name is longer.
const MAX_TYPED: usize = 300;

/// Which dossiers.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// In which state.
    pub status: Option<String>,
    /// Only those that the officer works on.
    pub is_mine: bool,
    /// `next` of an earlier page.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: Option<u32>,
}

/// Rows of a page, however many are asked for.
fn rows(limit: Option<u32>) -> u32 {
    limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

/// Dossiers of the officer's unit in one state. `previous` leads to the beginning: that is where the work is.
pub fn list(
    conn: &mut DbConn,
    officer: &Officer,
    asked: &Asked,
    today: NaiveDate,
) -> AppResult<Page<DeskDossierItem>> {
    let duty = on_duty(conn, officer)?;
    let page = in_state(conn, &duty, asked)?;
    with_marks(conn, page, today)
}

/// Dossiers of the officer's unit that are looked for, in whatever state.
pub fn search(
    conn: &mut DbConn,
    officer: &Officer,
    asked: &SearchDossiers,
    today: NaiveDate,
) -> AppResult<Page<DeskDossierItem>> {
    let duty = on_duty(conn, officer)?;
    let page = found(conn, &duty, asked)?;
    with_marks(conn, page, today)
}

fn with_marks(
    conn: &mut DbConn,
    mut page: Page<DeskDossierItem>,
    today: NaiveDate,
) -> AppResult<Page<DeskDossierItem>> {
    count_days(conn, &mut page.items, today)?;
    count_messages(conn, &mut page.items)?;
    mark_refunds(conn, &mut page.items)?;
    mark_grounds(conn, &mut page.items, today)?;
    mark_work(conn, &mut page.items)?;
    Ok(page)
}

/// Who works on it, and at which step it stands.
fn mark_work(conn: &mut DbConn, items: &mut [DeskDossierItem]) -> AppResult<()> {
    let ids: Vec<DossierId> = items
        .iter()
        .filter(|item| !item.status.is_over())
        .map(|item| item.id)
        .collect();
    let works = work::list(conn, &ids)?;
    for item in items {
        if let Some((step, holder)) = works.get(&item.id) {
            item.holder.clone_from(holder);
            item.step.clone_from(step);
        }
    }
    Ok(())
}

/// How many dossiers of the officer's unit wait in each state, of those that are not over: what is over only grows.
pub fn counts(conn: &mut DbConn, officer: &Officer) -> AppResult<Vec<StateCount>> {
    let duty = on_duty(conn, officer)?;
    let states = DossierStatus::IN_USE
        .into_iter()
        .filter(|status| !status.is_over());
    let states: Vec<DossierStatus> = states.collect();
    let counted = store::count(conn, (duty.unit.id, duty.procedures()), &states)?;
    let count = |status: DossierStatus| {
        let found = counted.iter().find(|(one, _)| *one == status);
        StateCount {
            status,
            count: found.map_or(0, |(_, count)| *count),
        }
    };
    Ok(states.into_iter().map(count).collect())
}

/// Those with this code or of owners with this name, the newest first.
fn found(conn: &mut DbConn, duty: &OnDuty, asked: &SearchDossiers) -> AppResult<Page<DeskDossierItem>> {
    let typed = asked.find.trim();
    if typed.is_empty() {
        return Err(AppError::field("find", ErrorCode::Required));
    }
    if typed.chars().count() > MAX_TYPED {
        return Err(AppError::field("find", ErrorCode::TooLong).with("max", MAX_TYPED));
    }
    let after = match After::parse(asked.cursor.as_deref(), false) {
        Ok(After::Id(id)) => Some(id),
        Ok(_) => None,
        Err(code) => return Err(AppError::field("cursor", code)),
    };
    let limit = rows(asked.limit);
    let rows = match duty.procedures() {
        None => {
            let ids = filing::finding::at_unit(conn, duty.unit.id, typed, (after, limit))?;
            store::list_named(conn, (duty.unit.id, None), &ids)?
        }
        Some(codes) => found_of(conn, duty, codes, (typed, after, limit))?,
    };
    Ok(Page::forth(rows, limit, after.is_none(), |last| {
        last.id.to_string()
    }))
}

/// The same of these procedures alone: words are not kept by procedure, so that as many are looked through as it takes.
fn found_of(
    conn: &mut DbConn,
    duty: &OnDuty,
    codes: &[String],
    (typed, after, limit): (&str, Option<DossierId>, u32),
) -> AppResult<Vec<DeskDossierItem>> {
    let (mut rows, mut from) = (Vec::new(), after);
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    loop {
        let ids = filing::finding::at_unit(conn, duty.unit.id, typed, (from, limit))?;
        rows.extend(store::list_named(conn, (duty.unit.id, Some(codes)), &ids)?);
        let last = ids.last().copied();
        // A code is found at once, wherever the page begins.
        let is_all = ids.len() <= most || from.is_some_and(|from| ids.iter().any(|id| *id >= from));
        if is_all || rows.len() > most {
            rows.truncate(most.saturating_add(1));
            return Ok(rows);
        }
        from = last;
    }
}

fn in_state(conn: &mut DbConn, duty: &OnDuty, asked: &Asked) -> AppResult<Page<DeskDossierItem>> {
    let status = match asked.status.as_deref().filter(|text| !text.is_empty()) {
        None => DossierStatus::Submitted,
        Some(text) => DossierStatus::IN_USE
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| AppError::field("status", ErrorCode::NotAChoice))?,
    };
    let after = After::parse(asked.cursor.as_deref(), status.is_due())
        .map_err(|code| AppError::field("cursor", code))?;
    let limit = rows(asked.limit);
    let holder = asked.is_mine.then_some(duty.account.id);
    let rows = store::list(
        conn,
        (duty.unit.id, duty.procedures(), holder),
        status,
        after,
        limit,
    )?;
    Ok(Page::forth(
        rows,
        limit,
        after == After::Start,
        |last| match last.due_on {
            Some(day) if status.is_due() => day_cursor(day, last.id),
            _ => last.id.to_string(),
        },
    ))
}

/// Messages of filers that no officer read.
fn count_messages(conn: &mut DbConn, items: &mut [DeskDossierItem]) -> AppResult<()> {
    let ids: Vec<DossierId> = items.iter().map(|item| item.id).collect();
    let unread = thread::count_unread(conn, &ids, Side::Filer)?;
    for item in items {
        item.unread = unread.get(&item.id).copied().unwrap_or_default();
    }
    Ok(())
}

/// Money of a fee that waits to go back.
fn mark_refunds(conn: &mut DbConn, items: &mut [DeskDossierItem]) -> AppResult<()> {
    let ids: Vec<DossierId> = items.iter().map(|item| item.id).collect();
    let money = payment::list_money(conn, &ids)?;
    for item in items {
        let of_item = money.get(&item.id);
        item.refund = of_item.and_then(|money| payment::refund_waits(*money, item.status));
    }
    Ok(())
}

/// What may be refused by a letter, of those that wait to be received.
fn mark_grounds(conn: &mut DbConn, items: &mut [DeskDossierItem], today: NaiveDate) -> AppResult<()> {
    let waiting = items
        .iter()
        .filter(|item| item.status == DossierStatus::Submitted);
    let ids: Vec<DossierId> = waiting.map(|item| item.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let flagged = refusal::list_flagged(conn, &ids, today)?;
    for item in items {
        item.has_ground = flagged.contains(&item.id);
    }
    Ok(())
}

/// Working days until each of these is due, where time runs.
fn count_days(conn: &mut DbConn, items: &mut [DeskDossierItem], today: NaiveDate) -> AppResult<()> {
    let Some(first) = items.iter().filter_map(|item| item.due_on).min() else {
        return Ok(());
    };
    let days = calendar::load(conn, first.min(today))?;
    for item in items.iter_mut().filter(|item| item.status.is_due()) {
        item.days_left = item
            .due_on
            .map(|due| calendar::count_working_days(today, due, &days));
    }
    Ok(())
}
