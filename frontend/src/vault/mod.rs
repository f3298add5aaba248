//! The vault: the list of papers, adding one, looking at one.

mod add_file;
mod add_file_view;
mod add_form;
mod add_send;
mod asked;
mod card;
mod edit_send;
mod fields;
mod kept_words;
mod model;
mod page_add;
mod page_edit;
mod page_list;
mod page_paper;
mod page_view;
mod pages;
mod removal;
mod search_form;
pub mod share;
mod table;

use crate::state::lang;
use crate::ui::{empty, page_heading};
use leptos::prelude::*;
use motcua_shared::text;

/// What accounts see that have no vault.
fn no_vault() -> AnyView {
    let lang = lang::current();
    view! {
        {page_heading(text::vault::title(lang))}
        {empty(text::vault::not_for_staff_title(lang), text::vault::not_for_staff_hint(lang), ())}
    }
    .into_any()
}

use crate::route::Route;

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[
    ("/kho", page_list::page),
    ("/kho/them", page_add::page),
    ("/kho/:id", page_paper::page),
    ("/kho/:id/xem", page_view::page),
    ("/kho/:id/sua", page_edit::page),
];
