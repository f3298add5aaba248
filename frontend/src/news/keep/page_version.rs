//! A version of an article as it was.

use super::{address, back};
use crate::api::load;
use crate::layout::keeping_tabs;
use crate::route::param;
use crate::state::lang;
use crate::ui::{article, load_view, page_heading};
use leptos::prelude::*;
use motcua_shared::id::ArticleId;
use motcua_shared::news::dto::ArticleVersion;
use motcua_shared::path;
use motcua_shared::text::news as text;

/// `/can-bo/danh-muc/tin-tuc/:id/ban/:version`
pub fn page() -> AnyView {
    let lang = lang::current();
    let (id, version) = (param("id"), param("version"));
    let article = move || id.get().as_deref().and_then(ArticleId::parse);
    let number = move || {
        version
            .get()
            .and_then(|text| text.parse::<u32>().ok())
            .unwrap_or_default()
    };
    // What is no id leads to the list of the server, which has no such page.
    let found = load::<ArticleVersion>(move || match article() {
        Some(id) => path::article_version(id, number()),
        None => format!("{}/x/versions/0", path::ARTICLES),
    });
    let href = untrack(|| article().map(address).unwrap_or_else(|| super::LIST.to_owned()));
    view! {
        {keeping_tabs()}
        {back(href, text::back_to_article(lang))}
        {load_view(found, view)}
    }
    .into_any()
}

fn view(found: ArticleVersion) -> AnyView {
    let lang = lang::current();
    let ArticleVersion { item, text: words } = found;
    let english = words.title_en.zip(words.body_en).map(|(title, body)| {
        view! {
            <section class="card stack-small" lang="en">
                <h2>{title}</h2>
                {article(&body, "en")}
            </section>
        }
    });
    view! {
        <div class="narrow stack">
            {page_heading(text::version_title(lang, item.version))}
            <p class="hint">{text::changed(lang, item.at.vietnam_minute(), item.author)}</p>
            <section class="card stack-small" lang="vi">
                <h2>{words.title}</h2>
                {article(&words.body, "vi")}
            </section>
            {english}
        </div>
    }
    .into_any()
}
