//! Procedures and the calendar, as administrators keep them.

mod calendar_form;
mod changes;
mod draft;
mod form;
mod form_case;
mod form_component;
mod form_schema;
mod form_step;
mod form_template;
mod form_workflow;
mod page_calendar;
mod page_edit;
mod page_import;
mod page_list;
mod page_procedure;
mod query;
mod typed;
mod words;

use crate::layout;
use crate::route::Route;
use leptos::prelude::*;

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The list of procedures, and what begins with it.
const LIST: &str = "/can-bo/danh-muc/thu-tuc";

/// The addresses of this part; the server lets administrators in and nobody else.
pub const ROUTES: &[Route] = &[
    (LIST, || signed_in(page_list::page)),
    ("/can-bo/danh-muc/thu-tuc-moi", || signed_in(page_edit::new)),
    ("/can-bo/danh-muc/thu-tuc-nhap", || signed_in(page_import::page)),
    ("/can-bo/danh-muc/thu-tuc/:code", || {
        signed_in(page_procedure::page)
    }),
    ("/can-bo/danh-muc/thu-tuc/:code/sua", || {
        signed_in(page_edit::page)
    }),
    ("/can-bo/danh-muc/thu-tuc/:code/ban/:id", || {
        signed_in(page_procedure::version)
    }),
    ("/can-bo/danh-muc/lich", || signed_in(page_calendar::page)),
];

fn signed_in(page: fn() -> AnyView) -> AnyView {
    layout::signed_in_at(SIGN_IN, page)
}

/// The page of a procedure.
fn address(code: &str) -> String {
    format!("{LIST}/{}", crate::dom::encode(code))
}

/// The way back.
fn back(href: String, words: &'static str) -> AnyView {
    view! {
        <a class="back" href=href>
            <span aria-hidden="true">"←"</span>
            {words}
        </a>
    }
    .into_any()
}
