//! Claims that wait: "this account is not mine".

use crate::api::load;
use crate::dom::encode;
use crate::state::lang;
use crate::ui::{Pager, empty, left_notice, load_view, page_heading};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::identity::desk::ClaimRow;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;

const HERE: &str = "/can-bo/phan-anh-tai-khoan";

/// `/can-bo/phan-anh-tai-khoan?trang=<cursor>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let claims = load::<Page<ClaimRow>>(move || {
        let cursor = query.with(|query| query.get("trang")).unwrap_or_default();
        format!("{}?cursor={}", path::DESK_CLAIMS, encode(&cursor))
    });
    view! {
        {left_notice()}
        {page_heading(text::desk::claims_title(lang))}
        {load_view(claims, content)}
    }
    .into_any()
}

fn content(page: Page<ClaimRow>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(
            text::desk::claims_none(lang),
            text::desk::claims_none_hint(lang),
            (),
        );
    }
    let heads = [
        text::desk::claim_by(lang),
        text::desk::number(lang),
        text::desk::claim_at(lang),
    ];
    let [_, number, at] = heads;
    let row = move |row: ClaimRow| {
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("{HERE}/{}", row.id)>{row.name}</a>
                </th>
                <td data-label=number>{row.identity_number}</td>
                <td data-label=at>{row.created_at.vietnam_minute()}</td>
            </tr>
        }
    };
    let address = |cursor: Option<String>| cursor.map(|cursor| format!("{HERE}?trang={}", encode(&cursor)));
    view! {
        <table class="list">
            <caption class="unseen">{text::desk::claims_title(lang)}</caption>
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
