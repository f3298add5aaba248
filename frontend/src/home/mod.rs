//! The home page: what one came for, within one search box.

mod page_home;

pub use page_home::{SEARCH_ID, Typed, page};
