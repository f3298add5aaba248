//! What a unit has to answer, what is due first at the top; and what is over.

use super::SIGN_IN;
use crate::api::load;
use crate::dom::encode;
use crate::feedback::words;
use crate::layout::signed_in_at;
use crate::state::lang;
use crate::ui::{Pager, Tone, empty, left_notice, load_view, page_heading, tag};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::feedback::dto::FeedbackItem;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;

const HERE: &str = "/can-bo/phan-anh";

/// `/can-bo/phan-anh?da-xong=1&trang=<cursor>`
pub fn page() -> AnyView {
    signed_in_at(SIGN_IN, list)
}

fn is_over() -> Memo<bool> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("da-xong").is_some()))
}

fn list() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let over = is_over();
    let items = load::<Page<FeedbackItem>>(move || {
        let cursor = query.with(|query| query.get("trang")).unwrap_or_default();
        format!(
            "{}?over={}&cursor={}",
            path::DESK_FEEDBACK,
            over.get(),
            encode(&cursor)
        )
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
        {page_heading(text::feedback::desk_title(lang))}
        <nav class="row gap-below" aria-label=text::feedback::desk_lists(lang)>
            {tab(HERE, text::feedback::desk_waiting(lang), false)}
            {tab("/can-bo/phan-anh?da-xong=1", text::feedback::desk_over(lang), true)}
        </nav>
        {load_view(items, content)}
    }
    .into_any()
}

fn content(page: Page<FeedbackItem>) -> AnyView {
    let lang = lang::current();
    let over = is_over().get_untracked();
    if page.items.is_empty() {
        let (title, hint) = if over {
            (
                text::feedback::desk_over_none(lang),
                text::feedback::desk_over_none_hint(lang),
            )
        } else {
            (
                text::feedback::desk_none(lang),
                text::feedback::desk_none_hint(lang),
            )
        };
        return empty(title, hint, ());
    }
    let heads = [
        text::feedback::paper(lang),
        text::feedback::owner(lang),
        text::feedback::reason(lang),
        text::feedback::state(lang),
        text::feedback::due(lang),
    ];
    let [_, owner, reason, state, due] = heads;
    let row = move |item: FeedbackItem| {
        let until = words::due(&item, lang);
        let until = match (item.state.is_open(), item.days_left) {
            (true, left) if left < 0 => tag(Tone::Bad, until),
            (true, left) if left <= 1 => tag(Tone::Warn, until),
            (true, _) => until.into_any(),
            (false, _) => crate::format::day(item.due_on).into_any(),
        };
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("{HERE}/{}", item.id)>{item.paper_name}</a>
                </th>
                <td data-label=owner>{item.owner_name}</td>
                <td data-label=reason>{words::reason(item.reason, lang)}</td>
                <td data-label=state>{words::state(item.state, lang)}</td>
                <td data-label=due>{until}</td>
            </tr>
        }
    };
    let mark = if over { "da-xong=1&" } else { "" };
    let address =
        |cursor: Option<String>| cursor.map(|cursor| format!("{HERE}?{mark}trang={}", encode(&cursor)));
    view! {
        <table class="list">
            <caption class="unseen">{text::feedback::desk_title(lang)}</caption>
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
