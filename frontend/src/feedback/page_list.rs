//! What an owner said of results, newest first.

use crate::api::load;
use crate::dom::encode;
use crate::feedback::words;
use crate::layout::signed_in;
use crate::state::lang;
use crate::ui::{Pager, empty, load_view, page_heading};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::feedback::dto::FeedbackItem;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;

const HERE: &str = "/kho/phan-anh";

/// `/kho/phan-anh?trang=<cursor>`
pub fn page() -> AnyView {
    signed_in(list)
}

fn list() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let items = load::<Page<FeedbackItem>>(move || {
        let cursor = query.with(|query| query.get("trang")).unwrap_or_default();
        format!("{}?cursor={}", path::FEEDBACK, encode(&cursor))
    });
    view! {
        <a href="/kho" class="back">"‹ " {text::feedback::to_vault(lang)}</a>
        {page_heading(text::feedback::list_title(lang))}
        {load_view(items, content)}
    }
    .into_any()
}

fn content(page: Page<FeedbackItem>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(
            text::feedback::list_none(lang),
            text::feedback::list_none_hint(lang),
            view! { <a href="/kho" class="btn quiet">{text::feedback::to_vault(lang)}</a> },
        );
    }
    let heads = [
        text::feedback::paper(lang),
        text::feedback::reason(lang),
        text::feedback::state(lang),
        text::feedback::due(lang),
    ];
    let [_, reason, state, due] = heads;
    let row = move |item: FeedbackItem| {
        let until = if item.state.is_open() {
            words::due(&item, lang)
        } else {
            crate::format::day(item.due_on)
        };
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("{HERE}/{}", item.id)>{item.paper_name}</a>
                </th>
                <td data-label=reason>{words::reason(item.reason, lang)}</td>
                <td data-label=state>{words::state(item.state, lang)}</td>
                <td data-label=due>{until}</td>
            </tr>
        }
    };
    let address = |cursor: Option<String>| cursor.map(|cursor| format!("{HERE}?trang={}", encode(&cursor)));
    view! {
        <table class="list">
            <caption class="unseen">{text::feedback::list_title(lang)}</caption>
            <thead>
                <tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </table>
        <Pager previous=address(page.previous) next=address(page.next)>
            ""
        </Pager>
    }
    .into_any()
}
