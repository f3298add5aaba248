//! What somebody sent, newest first.

use super::{HERE, words};
use crate::api::load;
use crate::dom::encode;
use crate::state::lang;
use crate::ui::{Pager, empty, left_notice, load_view, page_heading};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::petition::dto::PetitionItem;
use motcua_shared::text::petition as text;

/// `/kien-nghi?trang=<cursor>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let items = load::<Page<PetitionItem>>(move || {
        let cursor = query.with(|query| query.get("trang")).unwrap_or_default();
        format!("{}?cursor={}", path::PETITIONS, encode(&cursor))
    });
    view! {
        {left_notice()}
        {page_heading(text::list_title(lang))}
        <p class="row gap-below">
            <a class="btn" href="/kien-nghi/gui">{text::write(lang)}</a>
            <a class="btn quiet" href="/phan-anh">{text::answers(lang)}</a>
        </p>
        {load_view(items, content)}
    }
    .into_any()
}

fn content(page: Page<PetitionItem>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(text::list_none(lang), text::list_none_hint(lang), ());
    }
    let address = |cursor: Option<String>| cursor.map(|cursor| format!("{HERE}?trang={}", encode(&cursor)));
    let rows = page.items.into_iter().map(|item| row(&item)).collect();
    view! {
        {table(rows)}
        <Pager previous=address(page.previous) next=address(page.next)>
            ""
        </Pager>
    }
    .into_any()
}

fn table(rows: Vec<AnyView>) -> AnyView {
    let lang = lang::current();
    let heads = [
        text::subject(lang),
        text::code(lang),
        text::state(lang),
        text::due(lang),
    ];
    let heads: Vec<AnyView> = heads
        .into_iter()
        .map(|head| view! { <th scope="col">{head}</th> }.into_any())
        .collect();
    view! {
        <table class="list">
            <caption class="unseen">{text::list_title(lang)}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(item: &PetitionItem) -> AnyView {
    let lang = lang::current();
    view! {
        <tr>
            <th scope="row">
                <a href=format!("{HERE}/{}", item.id)>{item.title.clone()}</a>
            </th>
            <td data-label=text::code(lang)>{item.code.clone()}</td>
            <td data-label=text::state(lang)>{words::state(item, lang)}</td>
            <td data-label=text::due(lang)>{words::due(item, lang)}</td>
        </tr>
    }
    .into_any()
}
