//! The home page: what one came for, within one search box.

mod figures;
mod news;
mod page_home;
mod waiting;

pub use page_home::{SEARCH_ID, Typed};

use crate::route::Route;

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[("/", page_home::page)];
