//! "Quản lý người dùng": where administrators look after officers and what they may do (seed 004, appendix, part 1).

mod access;
mod closing;
mod form;
mod history;
mod page_add;
mod page_import;
mod page_list;
mod page_officer;
mod page_shared;
mod page_unbound;
mod removal;
mod tree;
mod words;

use crate::layout;
use crate::route::Route;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::id::UnitId;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The list, and what begins with it.
const LIST: &str = "/can-bo/nguoi-dung";

/// Who has not come with their electronic identity.
const UNBOUND: &str = "/can-bo/nguoi-dung/chua-gan";

/// Accounts that look as if several people used them.
const SHARED: &str = "/can-bo/nguoi-dung/dung-chung";

/// The addresses of this feature. The server lets administrators in and nobody else.
pub const ROUTES: &[Route] = &[
    (LIST, || signed_in(page_list::page)),
    ("/can-bo/nguoi-dung/moi", || signed_in(page_add::page)),
    ("/can-bo/nguoi-dung/nhap", || signed_in(page_import::page)),
    (SHARED, || signed_in(page_shared::page)),
    (UNBOUND, || signed_in(page_unbound::page)),
    ("/can-bo/nguoi-dung/:id", || signed_in(page_officer::page)),
];

fn signed_in(page: fn() -> AnyView) -> AnyView {
    layout::signed_in_at(SIGN_IN, page)
}

/// The list of one unit. Its id may stand in an address; names and numbers of people may not.
fn list_of(unit: UnitId) -> String {
    format!("{LIST}?unit={unit}")
}

/// The unit that the address names.
fn chosen_unit() -> Memo<Option<UnitId>> {
    let map = use_query_map();
    Memo::new(move |_| map.with(|map| map.get("unit").and_then(|unit| UnitId::parse(&unit))))
}

/// The way back to the list.
fn back() -> AnyView {
    let lang = crate::state::lang::current();
    view! {
        <a class="back" href=LIST>
            <span aria-hidden="true">"←"</span>
            {motcua_shared::text::staff::back(lang)}
        </a>
    }
    .into_any()
}
