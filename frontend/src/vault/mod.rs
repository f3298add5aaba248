//! The vault: the list of papers, adding one, looking at one.

mod card;
mod model;
mod page_list;

pub use page_list::page as page_list;

use leptos::prelude::*;

/// `/kho/them`
pub fn page_add() -> AnyView {
    ().into_any()
}

/// `/kho/:id`
pub fn page_paper() -> AnyView {
    ().into_any()
}
