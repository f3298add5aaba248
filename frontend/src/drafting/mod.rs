//! Results that a unit writes itself: the draft that saves itself, the signatures, what waits, and the register.

mod form;
mod page_one;
mod page_register;
mod page_waiting;
mod save;
mod sign;
mod steps;
mod words;

use crate::layout;
use crate::route::Route;
use leptos::prelude::*;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// What waits for the officer.
const WAITING: &str = "/can-bo/ket-qua";

/// The register.
const REGISTER: &str = "/can-bo/ket-qua/so";

/// The addresses of this feature.
pub const ROUTES: &[Route] = &[
    (WAITING, || signed_in(page_waiting::page)),
    (REGISTER, || signed_in(page_register::page)),
    ("/can-bo/ho-so/:id/ket-qua", || signed_in(page_one::page)),
];

fn signed_in(page: fn() -> AnyView) -> AnyView {
    layout::signed_in_at(SIGN_IN, page)
}
