//! Lists page by key: an answer carries the cursors of its neighbours, never a row offset.

use serde::{Deserialize, Serialize};

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

/// Rows on a page unless asked otherwise.
pub const DEFAULT_LIMIT: u32 = 20;
/// The most rows one page may hold.
pub const MAX_LIMIT: u32 = 100;
