//! Finding a procedure and reading what it takes, before and after signing in.

mod drafts;
mod item;
mod model;
mod needs;
mod page_search;
mod page_start;
mod start;

pub use page_search::page as page_search;
pub use page_start::page as page_start;
