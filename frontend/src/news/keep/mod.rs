//! Introduction and news, as administrators write them.

mod page_edit;
mod page_list;
mod page_version;
mod part_publish;
mod state;
mod typed;

use crate::format;
use crate::layout;
use crate::route::Route;
use crate::ui::{Tone, tag};
use leptos::prelude::*;
use motcua_shared::id::ArticleId;
use motcua_shared::news::dto::{ArticleState, KeptArticleItem};
use motcua_shared::text::{Lang, news as text};

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// The list, and what begins with it.
const LIST: &str = "/can-bo/danh-muc/tin-tuc";

/// The addresses of this part; the server lets administrators in and nobody else.
pub const ROUTES: &[Route] = &[
    (LIST, || signed_in(page_list::page)),
    ("/can-bo/danh-muc/tin-tuc/moi", || signed_in(page_edit::new)),
    ("/can-bo/danh-muc/tin-tuc/gioi-thieu", || {
        signed_in(page_edit::new_introduction)
    }),
    ("/can-bo/danh-muc/tin-tuc/:id", || signed_in(page_edit::page)),
    ("/can-bo/danh-muc/tin-tuc/:id/ban/:version", || {
        signed_in(page_version::page)
    }),
];

fn signed_in(page: fn() -> AnyView) -> AnyView {
    layout::signed_in_at(SIGN_IN, page)
}

fn address(id: ArticleId) -> String {
    format!("{LIST}/{id}")
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

/// Where an article stands.
fn state_tag(item: &KeptArticleItem, lang: Lang) -> AnyView {
    let day = item.starts_on.map(format::day).unwrap_or_default();
    match (item.state, item.is_shown) {
        (ArticleState::Draft, _) => tag(Tone::Plain, text::state_draft(lang)),
        (ArticleState::Down, _) => tag(Tone::Warn, text::state_down(lang)),
        (ArticleState::Published, true) => tag(Tone::Ok, text::state_shown(lang)),
        (ArticleState::Published, false) => tag(Tone::Plain, text::state_waits(lang, day)),
    }
}
