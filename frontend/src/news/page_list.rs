//! The news, the newest day first.

use crate::api::{Load, load};
use crate::dom;
use crate::format;
use crate::react::dynamic;
use crate::route::with_query;
use crate::state::lang;
use crate::ui::{Pager, empty, failure_box, page_heading, skeleton};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::news::dto::ArticleItem;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::news as text;

/// `/tin-tuc?cursor=`
pub fn page() -> AnyView {
    let lang = lang::current();
    let map = use_query_map();
    let cursor = Memo::new(move |_| map.with(|map| map.get("cursor")).unwrap_or_default());
    let news =
        load::<Page<ArticleItem>>(move || with_query(path::NEWS, &[("cursor", &cursor.get())], dom::encode));
    let retry = Callback::new(move |()| news.retry());
    let content = dynamic(move || match news.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(page) if page.items.is_empty() => empty(
            text::none(lang),
            text::none_hint(lang),
            view! { <a href="/" class="btn quiet">{text::to_home(lang)}</a> },
        ),
        Load::Ready(page) => list(page),
    });
    view! {
        <div class="narrow">
            {page_heading(text::title(lang))}
            {content}
        </div>
    }
    .into_any()
}

fn list(page: Page<ArticleItem>) -> AnyView {
    let address = |cursor: String| with_query("/tin-tuc", &[("cursor", &cursor)], dom::encode);
    let items: Vec<AnyView> = page.items.into_iter().map(item).collect();
    view! {
        <ul class="news">{items}</ul>
        <Pager previous=page.previous.map(address) next=page.next.map(address)>
            ""
        </Pager>
    }
    .into_any()
}

fn item(item: ArticleItem) -> AnyView {
    view! {
        <li lang=item.lang>
            <h2>
                <a href=format!("/tin-tuc/{}", item.slug)>{item.title}</a>
            </h2>
            <p class="hint">{format::day(item.starts_on)}</p>
            <p>{item.lead}</p>
        </li>
    }
    .into_any()
}
