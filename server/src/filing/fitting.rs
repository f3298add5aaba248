//! Papers of the vault for the components of a draft: which fit, and which would but are too old.

use super::assemble::load_draft;
use super::component::component;
use super::domain::Draft;
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::identity::guard::Filer;
use crate::state::AppState;
use crate::vault::service as vault;
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::Component;
use motcua_shared::filing::dto::Suggestion;
use motcua_shared::id::{AccountId, DraftId, PaperId};
use motcua_shared::search_key::search_key;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::dto::PaperListItem;
use motcua_shared::vault::log::PaperAct;
use motcua_shared::vault::rule::{Age, Fit, age, fit};
use std::collections::HashMap;

/// The most papers that one component is offered.
const MAX_SUGGESTIONS: i64 = 50;

/// How many papers fit a component.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// That are taken.
    pub fresh: u32,
    /// That would be if they were younger.
    pub too_old: u32,
}

/// What fits each component that the draft needs now.
pub fn count(conn: &mut DbConn, draft: &Draft) -> AppResult<HashMap<String, Count>> {
    let components: Vec<&Component> = draft.needed().collect();
    let wanted: Vec<String> = components
        .iter()
        .flat_map(|component| component.accepts.iter().cloned())
        .collect();
    let counts = vault::count_of_categories(conn, draft.account_id, &wanted)?;
    let mut found = HashMap::with_capacity(components.len());
    for component in components {
        let all: u32 = component.accepts.iter().filter_map(|code| counts.get(code)).sum();
        let mut count = Count {
            fresh: all,
            too_old: 0,
        };
        if component.max_age_months.is_some() && all > 0 {
            let wanted = (component.accepts.as_slice(), MAX_SUGGESTIONS);
            let papers = with_ages(conn, draft.account_id, component, wanted, draft.today)?;
            let old = papers.iter().filter(|(_, age)| matches!(age, Age::TooOld(_)));
            count.too_old = u32::try_from(old.count()).unwrap_or(u32::MAX);
            count.fresh = all.saturating_sub(count.too_old);
        }
        found.insert(component.id.clone(), count);
    }
    Ok(found)
}

/// The only paper that fits a component. Several or none: nothing. One that is too old does not fit.
pub fn only(
    conn: &mut DbConn,
    account: AccountId,
    component: &Component,
    today: NaiveDate,
) -> AppResult<Option<PaperId>> {
    // Where age does not matter, a second one is all there is to know.
    let limit = component.max_age_months.map_or(2, |_| MAX_SUGGESTIONS);
    let papers = with_ages(conn, account, component, (&component.accepts, limit), today)?;
    let mut fresh = papers.iter().filter(|(_, age)| !matches!(age, Age::TooOld(_)));
    Ok(match (fresh.next(), fresh.next()) {
        (Some((only, _)), None) => Some(only.id),
        _ => None,
    })
}

/// Papers that fit a component, for whoever has the draft open. What an officer at the desk is offered, its owner reads of.
pub async fn suggest(
    state: &AppState,
    filer: Filer,
    (id, component_id): (DraftId, String),
) -> AppResult<Vec<Suggestion>> {
    let now = state.clock.now();
    let Some(desk) = filer.at_desk.clone() else {
        let work = move |conn: &mut DbConn| suggestions(conn, filer.id(), (id, &component_id), now);
        return state.db.read(work).await;
    };
    let work = move |conn: &mut DbConn| {
        let found = suggestions(conn, filer.id(), (id, &component_id), now)?;
        let by = (&desk.officer, desk.look);
        for suggestion in &found {
            let about = (filer.id(), &suggestion.paper);
            vault::look::note_at_desk(conn, by, about, PaperAct::Listed, now)?;
        }
        Ok(found)
    };
    state.db.write(work).await
}

/// Papers that fit a component: its own categories first, then those whose name says the same, at last those that are too
/// old; newest first.
fn suggestions(
    conn: &mut DbConn,
    account: AccountId,
    (id, component_id): (DraftId, &str),
    now: Timestamp,
) -> AppResult<Vec<Suggestion>> {
    let draft = load_draft(conn, account, id, now)?;
    let component = component(&draft, component_id)?;
    let wanted = search_key(&component.name);
    let similar = catalogue::list_paper_types(conn)?
        .into_iter()
        .flat_map(|paper_type| paper_type.categories)
        .filter(|category| wanted.contains(&search_key(&category.name)))
        .map(|category| category.code);
    let categories: Vec<String> = component.accepts.iter().cloned().chain(similar).collect();
    let papers = with_ages(
        conn,
        account,
        component,
        (&categories, MAX_SUGGESTIONS),
        draft.today,
    )?;
    let suggestion = |(paper, age): (PaperListItem, Age)| {
        let fit = fit(component, &paper)?;
        let (fit, fresh_until) = match age {
            Age::TooOld(until) => (Fit::TooOld, Some(until)),
            Age::Fresh(until) => (fit, Some(until)),
            Age::Any | Age::Unknown => (fit, None),
        };
        Some(Suggestion {
            paper,
            fit,
            fresh_until,
        })
    };
    let mut found: Vec<Suggestion> = papers.into_iter().filter_map(suggestion).collect();
    found.sort_by_key(|suggestion| suggestion.fit);
    Ok(found)
}

/// Papers of these categories, newest first, with their ages where the component minds.
fn with_ages(
    conn: &mut DbConn,
    account: AccountId,
    component: &Component,
    (categories, limit): (&[String], i64),
    today: NaiveDate,
) -> AppResult<Vec<(PaperListItem, Age)>> {
    let months = component.max_age_months;
    let papers = vault::list_of_categories(conn, account, categories, limit)?;
    let ids: Vec<PaperId> = match months {
        Some(_) => papers.iter().map(|paper| paper.id).collect(),
        None => Vec::new(),
    };
    let days = vault::uses_log::list_dated(conn, account, &ids)?;
    let aged = |paper: PaperListItem| {
        let age = age(months, days.get(&paper.id).copied(), today);
        (paper, age)
    };
    Ok(papers.into_iter().map(aged).collect())
}
