//! Query strings of lists, and cursors.

use crate::error::AppError;
use motcua_shared::error::ErrorCode;
use motcua_shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use motcua_shared::search_key::search_words;
use serde::Deserialize;
use uuid::Uuid;

/// What a list is asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Words to look for, with or without Vietnamese marks.
    #[serde(default)]
    pub q: Option<String>,
    /// `next` or `previous` of an earlier page.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Which page of a list that is not searched here.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// `next` or `previous` of an earlier page.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Rows on a page, 1 to 100.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Where a page begins. Lists run from the newest id to the oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// The newest rows.
    Start,
    /// Rows older than this id.
    Older(Uuid),
    /// Rows newer than this id.
    Newer(Uuid),
}

impl Cursor {
    /// Reads `o<id>` or `n<id>`.
    pub fn parse(text: Option<&str>) -> Result<Self, AppError> {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return Ok(Self::Start);
        };
        let wrong = || AppError::field("cursor", ErrorCode::NotAChoice);
        let (direction, id) = text.split_at_checked(1).ok_or_else(wrong)?;
        let id = Uuid::try_parse(id).map_err(|_| wrong())?;
        match direction {
            "o" => Ok(Self::Older(id)),
            "n" => Ok(Self::Newer(id)),
            _ => Err(wrong()),
        }
    }
}

/// Rows on a page that was asked for with so many.
pub fn page_limit(asked: Option<u32>) -> u32 {
    asked.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

impl ListQuery {
    /// The limit within its bounds.
    pub fn limit(&self) -> u32 {
        page_limit(self.limit)
    }

    /// The words as a search key; `None` when there are none.
    pub fn words(&self) -> Option<Vec<String>> {
        let words = search_words(self.q.as_deref().unwrap_or_default());
        (!words.is_empty()).then_some(words)
    }
}

/// Makes a page of rows that were read with one more than `limit`, in the direction of `cursor`.
pub fn page<T>(
    mut rows: Vec<T>,
    limit: u32,
    cursor: Cursor,
    id: impl Fn(&T) -> Uuid,
    total: Option<u64>,
) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    if matches!(cursor, Cursor::Newer(_)) {
        rows.reverse();
    }
    let (is_first, is_last) = match cursor {
        Cursor::Start => (true, !has_more),
        Cursor::Older(_) => (false, !has_more),
        Cursor::Newer(_) => (!has_more, false),
    };
    Page {
        next: rows
            .last()
            .filter(|_| !is_last)
            .map(|row| format!("o{}", id(row).simple())),
        previous: rows
            .first()
            .filter(|_| !is_first)
            .map(|row| format!("n{}", id(row).simple())),
        items: rows,
        total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(count: u128) -> Vec<Uuid> {
        (1..=count).rev().map(Uuid::from_u128).collect()
    }

    #[test]
    fn walking_forth_and_back_shows_every_row_once() {
        let first = page(ids(3), 2, Cursor::Start, |id| *id, None);
        assert_eq!(first.items.len(), 2);
        assert_eq!(first.previous, None);
        let next = Cursor::parse(first.next.as_deref()).unwrap();
        assert_eq!(next, Cursor::Older(Uuid::from_u128(2)));
        let last = page(vec![Uuid::from_u128(1)], 2, next, |id| *id, None);
        assert_eq!(last.next, None);
        let back = Cursor::parse(last.previous.as_deref()).unwrap();
        let again = page(
            vec![Uuid::from_u128(2), Uuid::from_u128(3)],
            2,
            back,
            |id| *id,
            None,
        );
        assert_eq!(again.items, first.items);
        assert_eq!(again.previous, None);
    }

    #[test]
    fn a_foreign_cursor_is_refused() {
        for text in ["x", "o", "ozz", "é"] {
            assert!(Cursor::parse(Some(text)).is_err(), "{text}");
        }
    }
}
