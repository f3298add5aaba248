//! What waits, what is due first at the top; and what is over.

use super::HERE;
use crate::api::load;
use crate::dom::encode;
use crate::petition::words;
use crate::state::lang;
use crate::ui::{Pager, empty, left_notice, load_view, page_heading};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::petition::dto::PetitionItem;
use motcua_shared::text::petition as text;

/// `/can-bo/kien-nghi?da-xong=1&trang=<cursor>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let over = is_over();
    let items = load::<Page<PetitionItem>>(move || {
        let cursor = query.with(|query| query.get("trang")).unwrap_or_default();
        let over = over.get();
        format!("{}?over={over}&cursor={}", path::DESK_PETITIONS, encode(&cursor))
    });
    let tab = move |href: &'static str, label: &'static str, own: bool| {
        view! {
            <a
                class="btn"
                class:quiet=move || over.get() != own
                href=href
                aria-current=move || (over.get() == own).then_some("page")
            >
                {label}
            </a>
        }
    };
    view! {
        {left_notice()}
        {page_heading(text::title(lang))}
        <nav class="row gap-below" aria-label=text::desk_lists(lang)>
            {tab(HERE, text::desk_waiting(lang), false)}
            {tab("/can-bo/kien-nghi?da-xong=1", text::desk_over(lang), true)}
        </nav>
        {load_view(items, content)}
    }
    .into_any()
}

fn is_over() -> Memo<bool> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("da-xong").is_some()))
}

fn content(page: Page<PetitionItem>) -> AnyView {
    let lang = lang::current();
    let over = is_over().get_untracked();
    if page.items.is_empty() {
        let (title, hint) = match over {
            true => (text::desk_over_none(lang), text::desk_over_none_hint(lang)),
            false => (text::desk_none(lang), text::desk_none_hint(lang)),
        };
        return empty(title, hint, ());
    }
    let heads = [
        text::subject(lang),
        text::code(lang),
        text::kind(lang),
        text::state(lang),
        text::due(lang),
    ];
    let heads: Vec<AnyView> = heads
        .into_iter()
        .map(|head| view! { <th scope="col">{head}</th> }.into_any())
        .collect();
    let rows: Vec<AnyView> = page.items.iter().map(row).collect();
    let mark = if over { "da-xong=1&" } else { "" };
    let address =
        |cursor: Option<String>| cursor.map(|cursor| format!("{HERE}?{mark}trang={}", encode(&cursor)));
    view! {
        <table class="list">
            <caption class="unseen">{text::title(lang)}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <Pager previous=address(page.previous) next=address(page.next)>
            ""
        </Pager>
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
            <td data-label=text::kind(lang)>{words::kind(item.kind, lang)}</td>
            <td data-label=text::state(lang)>{words::state(item, lang)}</td>
            <td data-label=text::due(lang)>{words::due(item, lang)}</td>
        </tr>
    }
    .into_any()
}
