//! "Quản lý tài khoản": small pages, each for one thing.

pub mod confirm;
mod contact_state;
mod page_codes;
mod page_contact;
mod page_events;
mod page_notices;
mod page_overview;
mod page_password;
mod page_sessions;
mod phones;
mod words;

use crate::api::{Load, Loader};
use crate::react::dynamic;
use crate::route::Route;
use crate::state::lang;
use crate::ui::{failure_box, left_notice, page_heading, skeleton};
use leptos::prelude::*;
use motcua_shared::text;

/// The addresses of this part.
pub const ROUTES: &[Route] = &[
    ("/tai-khoan", page_overview::page),
    ("/tai-khoan/phien", page_sessions::page),
    ("/tai-khoan/mat-khau", page_password::page),
    ("/tai-khoan/lien-lac", page_contact::page),
    ("/tai-khoan/thong-bao", page_notices::page),
    ("/tai-khoan/ma-du-phong", page_codes::page),
    ("/tai-khoan/nhat-ky", page_events::page),
];

/// A page below the account page.
fn frame(title: &'static str, body: AnyView) -> AnyView {
    let lang = lang::current();
    view! {
        <div class="narrow">
            <a class="back no-print" href="/tai-khoan">
                <span aria-hidden="true">"←"</span>
                {text::account::back(lang)}
            </a>
            {page_heading(title)}
            {left_notice()}
            {body}
        </div>
    }
    .into_any()
}

/// Shows where `loader` stands; `content` may hold what the page knows besides.
fn loaded<T>(loader: Loader<T>, content: impl Fn(T) -> AnyView + Send + 'static) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let retry = Callback::new(move |()| loader.retry());
    dynamic(move || match loader.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(value) => content(value),
    })
}

/// One sentence about what was just done, said politely above what it changed.
fn said(sentence: RwSignal<String>) -> AnyView {
    view! {
        <div role="status">
            {dynamic(move || {
                let sentence = sentence.get();
                (!sentence.is_empty()).then(|| view! { <p class="notice">{sentence}</p> })
            })}
        </div>
    }
    .into_any()
}
