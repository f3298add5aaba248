//! Published answers, the newest first.

use crate::api::load;
use crate::dom::encode;
use crate::format;
use crate::state::lang;
use crate::ui::{Pager, empty, load_view, page_heading};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::petition::dto::AnswerItem;
use motcua_shared::text::petition as text;

/// `/phan-anh?trang=<cursor>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let items = load::<Page<AnswerItem>>(move || {
        let cursor = query.with(|query| query.get("trang")).unwrap_or_default();
        format!("{}?cursor={}", path::PUBLISHED_ANSWERS, encode(&cursor))
    });
    view! {
        <div class="narrow">
            {page_heading(text::public_title(lang))}
            <p class="muted">{text::public_lead(lang)}</p>
            <p class="row gap-below">
                <a class="btn" href="/kien-nghi/gui">{text::write(lang)}</a>
                <a class="btn quiet" href="/kien-nghi">{text::own(lang)}</a>
            </p>
            {load_view(items, content)}
        </div>
    }
    .into_any()
}

fn content(page: Page<AnswerItem>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(text::public_none(lang), text::public_none_hint(lang), ());
    }
    let address =
        |cursor: Option<String>| cursor.map(|cursor| format!("/phan-anh?trang={}", encode(&cursor)));
    let items: Vec<AnyView> = page.items.into_iter().map(item).collect();
    view! {
        <ul class="news">{items}</ul>
        <Pager previous=address(page.previous) next=address(page.next)>
            ""
        </Pager>
    }
    .into_any()
}

fn item(item: AnswerItem) -> AnyView {
    let lang = lang::current();
    let line = text::public_line(lang, format::day(item.published_on), &item.unit_name);
    view! {
        <li lang="vi">
            <h2>
                <a href=format!("/phan-anh/{}", item.code)>{item.title}</a>
            </h2>
            <p class="hint" lang=lang.tag()>{line}</p>
        </li>
    }
    .into_any()
}
