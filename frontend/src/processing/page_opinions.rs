//! What the officer's unit is asked about dossiers of others.

use super::opinion::{standing, until};
use super::{HERE, SIGN_IN};
use crate::api::load;
use crate::dom::encode;
use crate::layout::signed_in_at;
use crate::state::lang;
use crate::ui::{Pager, empty, load_view, page_heading};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::opinion::OpinionView;
use motcua_shared::text;

/// Where the list is.
pub(super) const LIST: &str = "/can-bo/y-kien";

/// `/can-bo/y-kien?da-tra-loi=1&trang=<cursor>`
pub fn page() -> AnyView {
    signed_in_at(SIGN_IN, list)
}

fn asked(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).unwrap_or_default())
}

fn list() -> AnyView {
    let lang = lang::current();
    let (answered, cursor) = (asked("da-tra-loi"), asked("trang"));
    let items = load::<Page<OpinionView>>(move || {
        format!(
            "{}?answered={}&cursor={}",
            path::DESK_OPINIONS,
            !answered.with(String::is_empty),
            encode(&cursor.get())
        )
    });
    let tab = move |is_answered: bool, label: &'static str| {
        let is_here = move || answered.with(String::is_empty) != is_answered;
        let address = if is_answered {
            format!("{LIST}?da-tra-loi=1")
        } else {
            LIST.to_owned()
        };
        view! {
            <a
                class="btn"
                class:quiet=move || !is_here()
                href=address
                aria-current=move || is_here().then_some("page")
            >
                {label}
            </a>
        }
        .into_any()
    };
    view! {
        <a class="back" href=HERE>
            <span aria-hidden="true">"←"</span>
            {text::processing::back(lang)}
        </a>
        {page_heading(text::work::opinions_title(lang))}
        <div class="stack">
            <nav class="row states" aria-label=text::processing::states(lang)>
                {tab(false, text::work::opinions_open(lang))}
                {tab(true, text::work::opinions_answered(lang))}
            </nav>
            {load_view(items, content)}
        </div>
    }
    .into_any()
}

fn content(page: Page<OpinionView>) -> AnyView {
    let lang = lang::current();
    let is_answered = !asked("da-tra-loi").get_untracked().is_empty();
    if page.items.is_empty() {
        return empty(
            text::work::opinions_none(lang),
            text::work::opinions_none_hint(lang),
            (),
        );
    }
    let heads = [
        text::processing::code(lang),
        text::processing::procedure(lang),
        text::work::opinion_from(lang),
        text::work::opinion_last_day(lang),
        text::processing::status(lang),
    ];
    let [_, procedure, from, day, state] = heads;
    let row = move |one: OpinionView| {
        view! {
            <tr>
                <th scope="row">
                    <a class="code" href=format!("{LIST}/{}", one.id)>{one.code.clone()}</a>
                </th>
                <td data-label=procedure>{one.procedure_name.clone()}</td>
                <td data-label=from>{one.asking_unit.clone()}</td>
                <td data-label=day class="when">{until(&one)}</td>
                <td data-label=state>{standing(&one, lang)}</td>
            </tr>
        }
        .into_any()
    };
    let head = |head: &'static str| view! { <th scope="col">{head}</th> }.into_any();
    let heads: Vec<AnyView> = heads.into_iter().map(head).collect();
    let rows: Vec<AnyView> = page.items.into_iter().map(row).collect();
    let mark = if is_answered { "da-tra-loi=1&" } else { "" };
    let address =
        |cursor: Option<String>| cursor.map(|cursor| format!("{LIST}?{mark}trang={}", encode(&cursor)));
    view! {
        <table class="list">
            <caption class="unseen">{text::work::opinions_title(lang)}</caption>
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
