//! One page of a vault.

use super::store::{self, From, Row};
use crate::catalogue::service as catalogue;
use crate::db::DbConn;
use crate::error::{AppError, AppResult, FieldFault};
use crate::http::page::{Cursor, page};
use crate::state::AppState;
use crate::vault::domain::{asked_texts, patterns};
use crate::vault::store as papers;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT};
use motcua_shared::vault::dto::{PaperListItem, PaperPage, PaperSort, SearchPapers};
use motcua_shared::vault::rule::{COUNTED, MAX_SUMMARY};
use std::sync::Arc;

/// A vault of so many papers is looked through in less time than a change of threads takes.
const SMALL: u64 = 200;

/// One page of a vault.
pub async fn page_of(state: &AppState, account: AccountId, asked: SearchPapers) -> AppResult<PaperPage> {
    check(&asked)?;
    let asked = Arc::new(asked);
    if state.db.answers_at_once() {
        let asked = Arc::clone(&asked);
        let found = state.db.peek(move |conn| {
            let is_short = is_read_from_index(&asked) || papers::count(conn, account)? <= SMALL;
            is_short.then(|| search(conn, account, &asked)).transpose()
        });
        if let Some(page) = found.await? {
            return Ok(page);
        }
    }
    state.db.read(move |conn| search(conn, account, &asked)).await
}

/// Nobody looks for more than the longest column holds.
fn check(asked: &SearchPapers) -> AppResult<()> {
    let is_long = |text: &&str| text.chars().count() > MAX_SUMMARY;
    let faults: Vec<FieldFault> = asked_texts(asked)
        .into_iter()
        .filter(|(_, text)| text.as_ref().is_some_and(is_long))
        .map(|(field, _)| FieldFault::new(field, ErrorCode::TooLong).with("max", MAX_SUMMARY))
        .collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(AppError::fields(faults)),
    }
}

/// Whether a page is read where it begins, whatever the size of the vault.
fn is_read_from_index(asked: &SearchPapers) -> bool {
    asked.page.is_none() && !has_filter(asked) && patterns(asked).is_empty()
}

/// Papers that fit, in the order asked for, by cursor or by the number of a page.
pub fn search(conn: &mut DbConn, account: AccountId, asked: &SearchPapers) -> AppResult<PaperPage> {
    let limit = asked.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    let patterns = patterns(asked);
    let is_whole = patterns.is_empty() && !has_filter(asked);
    let categories = match &asked.type_id {
        Some(id) => Some(catalogue::list_categories_of(conn, id)?),
        None => None,
    };
    let query = store::Query {
        account,
        patterns: &patterns,
        categories: categories.as_deref(),
        asked,
    };
    let mut counted = None;
    let mut number = None;
    let (cursor, from) = match asked.page {
        Some(wanted) if wanted > 1 => {
            let total = count(conn, query, is_whole)?;
            counted = Some(total);
            let last = total.0.div_ceil(u64::from(limit)).max(1);
            let wanted = u64::from(wanted).min(last);
            number = u32::try_from(wanted).ok();
            let offset = (wanted - 1) * u64::from(limit);
            match store::find_at(conn, query, offset)? {
                Some(row) if offset > 0 => (Cursor::Older(row.id.uuid()), From::At(row)),
                _ => (Cursor::Start, From::Start),
            }
        }
        _ => {
            let cursor = Cursor::parse(asked.cursor.as_deref())?;
            (cursor, from(conn, query, cursor)?)
        }
    };
    if cursor == Cursor::Start {
        number = Some(1);
    }
    let rows = store::list(conn, query, &from, limit)?;
    let is_all = cursor == Cursor::Start && rows.len() <= usize::try_from(limit).unwrap_or(usize::MAX);
    let (total, has_more) = match counted {
        Some(counted) => counted,
        None if is_all => (u64::try_from(rows.len()).unwrap_or(u64::MAX), false),
        None => count(conn, query, is_whole)?,
    };
    let page = page(rows, limit, cursor, |paper: &PaperListItem| paper.id.uuid(), None);
    Ok(PaperPage {
        items: page.items,
        next: page.next,
        previous: page.previous,
        total,
        has_more,
        number,
    })
}

fn has_filter(asked: &SearchPapers) -> bool {
    asked.type_id.is_some()
        || asked.category_code.is_some()
        || asked.vault_kind.is_some()
        || asked.is_visible.is_some()
        || asked.verdict.is_some()
}

/// How many papers fit, and whether there are more: a whole vault knows its number, a search is counted so far and no
/// further, because nobody turns to page 51.
fn count(conn: &mut DbConn, query: store::Query<'_>, is_whole: bool) -> AppResult<(u64, bool)> {
    if is_whole {
        return Ok((papers::count(conn, query.account)?, false));
    }
    let found = store::count(conn, query, COUNTED + 1)?;
    Ok((found.min(COUNTED), found > COUNTED))
}

/// A cursor holds the id alone; by what else the papers are sorted is looked up. A paper that left the vault since still
/// knows.
fn from(conn: &mut DbConn, query: store::Query<'_>, cursor: Cursor) -> AppResult<From> {
    let row = |conn: &mut DbConn, id| -> AppResult<Row> {
        let id = PaperId::from_uuid(id);
        match query.asked.sort {
            PaperSort::Newest | PaperSort::Oldest => Ok(Row::by_id(id)),
            PaperSort::Name | PaperSort::IssuedOn | PaperSort::TimesUsed => {
                store::find_row(conn, query.account, id)?
                    .ok_or_else(|| AppError::field("cursor", ErrorCode::NotAChoice))
            }
        }
    };
    Ok(match cursor {
        Cursor::Start => From::Start,
        Cursor::Older(id) => From::After(row(conn, id)?),
        Cursor::Newer(id) => From::Before(row(conn, id)?),
    })
}
