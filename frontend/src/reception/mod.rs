//! Dossiers that people bring to a desk: who it is, for which procedure, and the wizard with an officer's pen.

mod band;
mod page_begin;
mod procedure;

use crate::layout::signed_in_at;
use crate::route::Route;
use crate::state::ground::Ground;
use leptos::prelude::*;
use motcua_shared::text;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The address of this feature.
const PAGE: &str = "/can-bo/tiep-nhan";

/// The addresses of this feature; those of the wizard are put together by the program.
pub const ROUTES: &[Route] = &[(PAGE, || signed_in_at(SIGN_IN, page_begin::page))];

const GROUND: Ground = Ground {
    wizard: PAGE,
    filed: "/can-bo/ho-so",
    left: PAGE,
    is_desk: true,
    submit: |lang| [text::reception::submit(lang), text::reception::submitting(lang)],
    band: band::view,
    lists: None,
    gone: Some(band::over),
};

/// The wizard as it stands at a desk.
pub fn at_desk(wizard: fn() -> AnyView) -> AnyView {
    provide_context(GROUND);
    signed_in_at(SIGN_IN, wizard)
}
