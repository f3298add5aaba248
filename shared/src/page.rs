//! Lists page by key: an answer carries the cursors of its neighbours, never a row offset.

use crate::time::{read_day, write_day};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt::Display;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows, in list order.
    pub items: Vec<T>,
    /// Hand back as `cursor` for the next page; absent on the last.
    pub next: Option<String>,
    /// Hand back as `cursor` for the page before; absent on the first.
    pub previous: Option<String>,
    /// How many rows there are in all; absent where counting would cost more than the page.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A page of a list that is only turned forth, of rows read with one more than `limit`. `previous` leads to the
    /// beginning: in a queue, that is where the work is.
    pub fn forth(mut rows: Vec<T>, limit: u32, is_first: bool, cursor: impl Fn(&T) -> String) -> Self {
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > size;
        rows.truncate(size);
        Self {
            next: rows.last().filter(|_| has_more).map(cursor),
            previous: (!is_first).then(String::new),
            items: rows,
            total: None,
        }
    }
}

/// `2026-11-27.<id>`: a place in a list in the order of days and, within a day, of ids.
pub fn day_cursor(day: NaiveDate, id: impl Display) -> String {
    format!("{}.{id}", write_day(day))
}

/// Reads [`day_cursor`] back.
pub fn read_day_cursor<I>(text: &str, id: fn(&str) -> Option<I>) -> Option<(NaiveDate, I)> {
    let (day, rest) = text.split_once('.')?;
    Some((read_day(day)?, id(rest)?))
}

/// Rows on a page unless asked otherwise.
pub const DEFAULT_LIMIT: u32 = 20;
/// The most rows one page may hold.
pub const MAX_LIMIT: u32 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_it_goes_on_only_if_it_does() {
        let page = |rows: &[u32], is_first| Page::forth(rows.to_vec(), 2, is_first, u32::to_string);
        assert_eq!(page(&[1, 2, 3], true).next.as_deref(), Some("2"));
        assert_eq!(page(&[1, 2, 3], true).previous, None);
        assert_eq!(page(&[3, 4], false).next, None);
        assert_eq!(page(&[3, 4], false).previous.as_deref(), Some(""));
        assert_eq!(page(&[1, 2, 3], true).items, [1, 2]);
    }

    #[test]
    fn a_place_among_days_is_read_back_and_nonsense_is_refused() {
        let number = |text: &str| text.parse::<u32>().ok();
        let day = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        assert_eq!(read_day_cursor(&day_cursor(day, 7), number), Some((day, 7)));
        for bad in [
            "",
            "x",
            "7",
            "2026-11-31.7",
            "2026-11-27.x",
            "2026-11-27",
            "+99999-01-01.7",
            "-2026-01-01.7",
        ] {
            assert_eq!(read_day_cursor(bad, number), None, "{bad}");
        }
    }
}
