//! An article that everybody reads.

use crate::api::{Load, load};
use crate::dom;
use crate::format;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::{article, empty, failure_box, page_heading, skeleton};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::news::dto::ArticleView;
use motcua_shared::path;
use motcua_shared::text::news as text;

/// `/gioi-thieu`
pub fn introduction() -> AnyView {
    shown(|| path::INTRODUCTION.to_owned(), false)
}

/// `/tin-tuc/:slug`
pub fn news() -> AnyView {
    let slug = param("slug");
    shown(
        move || path::news(&dom::encode(&slug.get().unwrap_or_default())),
        true,
    )
}

fn shown(address: impl Fn() -> String + 'static, is_news: bool) -> AnyView {
    let lang = lang::current();
    let found = load::<ArticleView>(address);
    let retry = Callback::new(move |()| found.retry());
    let content = dynamic(move || match found.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) if failure.code == ErrorCode::NotFound => gone(is_news),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(found) => view(found, is_news),
    });
    let (href, back) = match is_news {
        true => ("/tin-tuc", text::back(lang)),
        false => ("/", text::to_home(lang)),
    };
    view! {
        <div class="narrow">
            <a href=href class="back">
                <span aria-hidden="true">"←"</span>
                {back}
            </a>
            {content}
        </div>
    }
    .into_any()
}

fn gone(is_news: bool) -> AnyView {
    let lang = lang::current();
    let (title, hint) = match is_news {
        true => (text::gone(lang), text::gone_hint(lang)),
        false => (text::introduction_none(lang), text::introduction_none_hint(lang)),
    };
    view! {
        {page_heading(title)}
        {empty(hint, "", view! { <a href="/tin-tuc" class="btn quiet">{text::all(lang)}</a> })}
    }
    .into_any()
}

fn view(found: ArticleView, is_news: bool) -> AnyView {
    let lang = lang::current();
    let not_translated = (found.lang != lang.tag()).then(|| {
        view! { <p class="hint">{text::only_vietnamese(lang)}</p> }
    });
    let day = is_news.then(|| view! { <p class="hint">{format::day(found.starts_on)}</p> });
    view! {
        <div lang=found.lang.clone()>{page_heading(found.title)}</div>
        {day}
        {not_translated}
        {article(&found.body, &found.lang)}
    }
    .into_any()
}
