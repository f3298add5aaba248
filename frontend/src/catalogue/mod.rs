//! Finding a procedure and reading what it takes, before and after signing in.

mod drafts;
mod durations;
mod guidance;
mod item;
pub mod keep;
pub mod kept;
mod model;
mod needs;
mod page_search;
mod page_start;
mod start;

use crate::route::Route;

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[("/nop", page_search::page), ("/thu-tuc/:code", page_start::page)];
