//! All articles with where they stand; the introduction first.

use super::{LIST, address, state_tag};
use crate::api::{Load, load};
use crate::dom;
use crate::layout::keeping_tabs;
use crate::react::dynamic;
use crate::route::with_query;
use crate::state::lang;
use crate::ui::{Pager, empty, failure_box, left_notice, page_heading, skeleton};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::news::dto::{ArticleKind, KeptArticleItem};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{Lang, news as text};

/// `/can-bo/danh-muc/tin-tuc?cursor=`
pub fn page() -> AnyView {
    let lang = lang::current();
    let map = use_query_map();
    let cursor = Memo::new(move |_| map.with(|map| map.get("cursor")).unwrap_or_default());
    let articles = load::<Page<KeptArticleItem>>(move || {
        with_query(path::ARTICLES, &[("cursor", &cursor.get())], dom::encode)
    });
    let retry = Callback::new(move |()| articles.retry());
    let content = dynamic(move || match articles.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(page) if page.items.is_empty() => {
            empty(text::kept_none(lang), text::kept_none_hint(lang), ())
        }
        Load::Ready(page) => list(page, lang),
    });
    view! {
        {keeping_tabs()}
        {left_notice()}
        <div class="row end gap-below">
            {page_heading(text::kept_title(lang))}
            <div class="row">
                <a class="btn quiet" href=format!("{LIST}/gioi-thieu")>{text::introduction(lang)}</a>
                <a class="btn" href=format!("{LIST}/moi")>{text::add(lang)}</a>
            </div>
        </div>
        <p class="muted">{text::kept_lead(lang)}</p>
        {content}
    }
    .into_any()
}

fn list(page: Page<KeptArticleItem>, lang: Lang) -> AnyView {
    let address = |cursor: String| with_query(LIST, &[("cursor", &cursor)], dom::encode);
    let row = |item: KeptArticleItem| row(item, lang);
    let rows: Vec<AnyView> = page.items.into_iter().map(row).collect();
    view! {
        <ul class="plain-list articles">{rows}</ul>
        <Pager previous=page.previous.map(address) next=page.next.map(address)>
            ""
        </Pager>
    }
    .into_any()
}

fn row(item: KeptArticleItem, lang: Lang) -> AnyView {
    let state = state_tag(&item, lang);
    let kind = (item.kind == ArticleKind::Introduction).then(|| {
        view! { <span class="muted">{text::introduction(lang)} ": "</span> }
    });
    let changed = text::changed(lang, item.changed_at.vietnam_minute(), &item.author);
    view! {
        <li>
            <p>
                {kind} <a class="strong" href=address(item.id)>{item.title}</a>
            </p>
            <p class="row">{state} <span class="hint">{changed}</span></p>
        </li>
    }
    .into_any()
}
