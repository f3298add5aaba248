//! The list of papers. What is searched for and which page is shown stand in the address, so that reload, back and a
//! shared link show the same.

use crate::api::search as search_for;
use crate::dom;
use crate::layout::signed_in;
use crate::react::effect;
use crate::state::{lang, session};
use crate::ui::{Pager, empty, left_notice, load_view, page_heading};
use crate::vault::model::{LIMITS, ListQuery};
use crate::vault::{card, no_vault};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::dto::PaperPage;

/// `/kho?q=&cursor=&limit=`
pub fn page() -> AnyView {
    signed_in(list)
}

fn query() -> Memo<ListQuery> {
    let map = use_query_map();
    Memo::new(move |_| map.with(|map| ListQuery::read(|key| map.get(key))))
}

fn list() -> AnyView {
    let lang = lang::current();
    let account = session::current().account();
    if account.is_some_and(|account| !account.kind.files_dossiers()) {
        return no_vault();
    }
    let query = query();
    let papers = search_for::<PaperPage, _>(path::PAPER_SEARCH, move || query.with(ListQuery::question));
    view! {
        {left_notice()}
        <div class="row end gap-below">
            {page_heading(text::vault::title(lang))}
            <a href="/kho/them" class="btn">{text::vault::add(lang)}</a>
        </div>
        {search(query)}
        {load_view(papers, papers_view)}
    }
    .into_any()
}

fn search(query: Memo<ListQuery>) -> AnyView {
    let lang = lang::current();
    let typed = RwSignal::new(String::new());
    // Back and forward change the address; the box follows.
    effect(move || typed.set(query.with(|query| query.q.clone())));
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = ListQuery {
            q: typed.get_untracked().trim().to_owned(),
            cursor: None,
            limit: query.with_untracked(|query| query.limit),
        };
        navigate(&wanted.page_address(dom::encode), Default::default());
    };
    view! {
        <form class="row keep search" role="search" on:submit=submit>
            <input
                id="q"
                class="input grow"
                type="search"
                autocomplete="off"
                aria-label=text::vault::search_label(lang)
                placeholder=text::vault::search_hint(lang)
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button class="btn quiet">{text::vault::search(lang)}</button>
        </form>
    }
    .into_any()
}

fn papers_view(page: PaperPage) -> AnyView {
    let lang = lang::current();
    let query = query().get_untracked();
    if page.items.is_empty() && query.q.is_empty() {
        return empty(
            text::vault::empty_title(lang),
            text::vault::empty_hint(lang),
            view! { <a href="/kho/them" class="btn">{text::vault::add(lang)}</a> },
        );
    }
    if page.items.is_empty() {
        return empty(
            text::vault::none_title(lang, &query.q),
            text::vault::none_hint(lang),
            view! { <a href="/kho" class="btn quiet">{text::vault::search_clear(lang)}</a> },
        );
    }
    let address = |cursor: Option<String>| cursor.map(|cursor| query.at(&cursor).page_address(dom::encode));
    let total = text::vault::total(lang, page.total);
    view! {
        <ul class="papers">{page.items.into_iter().map(card::view).collect_view()}</ul>
        <Pager previous=address(page.previous) next=address(page.next)>
            {size_choice(&query)}
            {total}
        </Pager>
    }
    .into_any()
}

/// "Hiển thị 20 bản ghi".
fn size_choice(query: &ListQuery) -> AnyView {
    let lang = lang::current();
    let navigate = use_navigate();
    let chosen = query.limit;
    let q = query.q.clone();
    let change = move |event| {
        let limit = event_target_value(&event).parse().unwrap_or(chosen);
        let wanted = ListQuery {
            q: q.clone(),
            cursor: None,
            limit,
        };
        navigate(&wanted.page_address(dom::encode), Default::default());
    };
    let options = LIMITS.map(|limit| {
        view! { <option value=limit.to_string() selected=limit == chosen>{limit}</option> }
    });
    view! {
        <span class="size">
            {text::vault::shown(lang)}
            <select class="input small" aria-label=text::vault::page_size(lang) on:change=change>
                {options.collect_view()}
            </select>
            {text::vault::records(lang)} " "
        </span>
    }
    .into_any()
}
