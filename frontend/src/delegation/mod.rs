//! "Ủy quyền giải quyết": officers have others work on dossiers in their place, and administrators look after it.

mod colleague;
mod page_give;
mod page_list;
mod procedures;

use crate::layout;
use crate::route::Route;
use leptos::prelude::*;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The list.
const HERE: &str = "/can-bo/uy-quyen";

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[
    ("/can-bo/uy-quyen", || officer(page_list::page)),
    ("/can-bo/uy-quyen/moi", || officer(page_give::page)),
];

fn officer(page: fn() -> AnyView) -> AnyView {
    layout::signed_in_at(SIGN_IN, page)
}
