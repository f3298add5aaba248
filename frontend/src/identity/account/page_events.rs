//! What happened to the account, the newest first.

use super::words::event;
use super::{frame, loaded};
use crate::api::{Loader, load};
use crate::dom;
use crate::layout::signed_in;
use crate::state::lang;
use crate::ui::Pager;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::identity::account::EventView;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;

/// `/tai-khoan/nhat-ky`
pub fn page() -> AnyView {
    signed_in(events)
}

fn events() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let loader: Loader<Page<EventView>> = load(move || match query.with(|query| query.get("trang")) {
        Some(cursor) => format!("{}?cursor={}", path::ACCOUNT_EVENTS, dom::encode(&cursor)),
        None => path::ACCOUNT_EVENTS.to_owned(),
    });
    frame(text::account::events(lang), loaded(loader, content))
}

fn content(page: Page<EventView>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return view! { <p class="card">{text::account::events_none(lang)}</p> }.into_any();
    }
    let entry = |one: EventView| {
        let detail =
            (!one.detail.is_empty()).then(|| view! { <span class="hint">{one.detail.clone()}</span> });
        view! {
            <li>
                <b>{event(one.kind, lang)}</b>
                <span class="hint">{one.at.vietnam_minute()}</span>
                {detail}
            </li>
        }
    };
    let address = |cursor: Option<String>| {
        cursor.map(|cursor| format!("/tai-khoan/nhat-ky?trang={}", dom::encode(&cursor)))
    };
    view! {
        <ul class="card ways">{page.items.into_iter().map(entry).collect_view()}</ul>
        <Pager previous=address(page.previous) next=address(page.next)>
            ""
        </Pager>
    }
    .into_any()
}
