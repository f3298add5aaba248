//! The vault: the list of papers, looking at one; and, as programs of their own, adding and changing them (`adding`) and
//! showing them to others (`share`).

pub mod adding;
mod asked;
mod card;
mod order;
mod page_list;
mod page_paper;
mod page_view;
mod pages;
mod paper_only;
mod removal;
mod search_form;
pub mod share;
mod sorts;
mod strip;
mod table;

use crate::layout::signed_in;
use crate::route::Route;
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

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[
    ("/kho", page_list::page),
    ("/kho/ket-noi/:id", || signed_in(sorts::page)),
    ("/kho/:id", page_paper::page),
    ("/kho/:id/xem", page_view::page),
];
