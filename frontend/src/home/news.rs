//! "Giới thiệu" and "Tin tức" on the home page; it stands without them.

use crate::api::{Load, load};
use crate::format;
use crate::react::dynamic;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::news::dto::{ArticleItem, HomeArticles};
use motcua_shared::path;
use motcua_shared::text::news as text;

/// The blocks.
pub fn news() -> AnyView {
    let articles = load::<HomeArticles>(|| path::HOME_ARTICLES.to_owned());
    dynamic(move || match articles.get() {
        Load::Ready(articles) => view(articles),
        _ => ().into_any(),
    })
}

fn view(articles: HomeArticles) -> AnyView {
    let lang = lang::current();
    let introduction = articles.introduction.map(|item| {
        view! {
            <section class="card stack-small">
                <h2>{text::introduction(lang)}</h2>
                <p lang=item.lang>{item.lead}</p>
                <p><a href="/gioi-thieu">{text::read_on(lang)}</a></p>
            </section>
        }
        .into_any()
    });
    let news = (!articles.news.is_empty()).then(|| {
        let items: Vec<AnyView> = articles.news.into_iter().map(item).collect();
        view! {
            <section class="card stack-small">
                <h2>{text::title(lang)}</h2>
                <ul class="news">{items}</ul>
                <p><a href="/tin-tuc">{text::all(lang)}</a></p>
            </section>
        }
        .into_any()
    });
    if introduction.is_none() && news.is_none() {
        return ().into_any();
    }
    view! { <div class="home-news">{news} {introduction}</div> }.into_any()
}

fn item(item: ArticleItem) -> AnyView {
    view! {
        <li lang=item.lang>
            <h3>
                <a href=format!("/tin-tuc/{}", item.slug)>{item.title}</a>
            </h3>
            <p class="hint">{format::day(item.starts_on)}</p>
            <p>{item.lead}</p>
        </li>
    }
    .into_any()
}
