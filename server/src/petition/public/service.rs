//! Reading what is published.

use super::store;
use crate::db::DbConn;
use crate::error::{AppError, AppResult};
use crate::http::page::{PageQuery, page_limit};
use crate::state::AppState;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::PetitionId;
use motcua_shared::page::{Page, day_cursor, read_day_cursor};
use motcua_shared::petition::dto::{AnswerItem, AnswerView};

/// A page of the answers that everybody reads, the newest first.
pub async fn list(state: &AppState, query: PageQuery) -> AppResult<Page<AnswerItem>> {
    let limit = page_limit(query.limit);
    let wrong = || AppError::field("cursor", ErrorCode::NotAChoice);
    let cursor = query.cursor.filter(|text| !text.is_empty());
    let after = cursor
        .map(|text| read_day_cursor(&text, PetitionId::parse).ok_or_else(wrong))
        .transpose()?;
    let rows = state
        .db
        .read(move |conn| store::list_shown(conn, after, limit))
        .await?;
    let page = Page::forth(rows, limit, after.is_none(), |(id, view)| {
        day_cursor(view.item.published_on, *id)
    });
    Ok(Page {
        items: page.items.into_iter().map(|(_, view)| view.item).collect(),
        next: page.next,
        previous: page.previous,
        total: None,
    })
}

/// One of them, while it is shown.
pub async fn read(state: &AppState, code: String) -> AppResult<AnswerView> {
    let work = move |conn: &mut DbConn| store::find_shown(conn, &code);
    let found = state.db.read(work).await?;
    found.ok_or_else(|| ErrorCode::NotFound.into())
}
