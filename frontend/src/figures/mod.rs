//! Figures of a unit with all that is under it: as numbers, charts and tables, with the dossiers behind each.

mod chart;
mod draw;
mod page;
mod page_list;

use crate::layout;
use crate::route::{Route, with_query};
use leptos::prelude::*;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The figures, and what begins with it.
const FIGURES: &str = "/can-bo/so-lieu";

/// The dossiers behind a figure.
const LIST: &str = "/can-bo/so-lieu/danh-sach";

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[
    (FIGURES, || signed_in(page::page)),
    (LIST, || signed_in(page_list::page)),
    ("/can-bo/so-lieu/:unit", || signed_in(page::page)),
];

fn signed_in(page: fn() -> AnyView) -> AnyView {
    layout::signed_in_at(SIGN_IN, page)
}

/// An address with what is not empty of this behind it.
fn with(address: &str, parts: &[(&str, &str)]) -> String {
    with_query(address, parts, crate::dom::encode)
}
