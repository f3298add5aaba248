//! The tree of units, as administrators keep it.

mod form;
mod page_import;
mod page_tree;
mod page_unit;
mod query;

use crate::layout;
use crate::route::Route;
use leptos::prelude::*;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The tree, and what begins with it.
const TREE: &str = "/can-bo/danh-muc/don-vi";

/// The addresses of this feature; the server lets administrators in and nobody else.
pub const ROUTES: &[Route] = &[
    (TREE, || signed_in(page_tree::page)),
    ("/can-bo/danh-muc/don-vi/moi", || signed_in(page_unit::new)),
    ("/can-bo/danh-muc/don-vi/nhap", || signed_in(page_import::page)),
    ("/can-bo/danh-muc/don-vi/:id", || signed_in(page_unit::page)),
];

fn signed_in(page: fn() -> AnyView) -> AnyView {
    layout::signed_in_at(SIGN_IN, page)
}

/// The way back to the tree.
fn back() -> AnyView {
    let lang = crate::state::lang::current();
    view! {
        <a class="back" href=TREE>
            <span aria-hidden="true">"←"</span>
            {motcua_shared::text::directory::back(lang)}
        </a>
    }
    .into_any()
}
