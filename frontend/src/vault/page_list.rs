//! The list of papers.

use crate::api::search;
use crate::dom;
use crate::layout::signed_in;
use crate::state::{lang, session};
use crate::ui::{empty, left_notice, load_view, page_heading};
use crate::vault::asked::{Asked, read_sort, sort_text};
use crate::vault::sorts::Here;
use crate::vault::{kept_words, no_vault, pages, search_form, share, sorts, table};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::dto::{PaperPage, PaperSort, VaultKind};

/// `/kho?…`
pub fn page() -> AnyView {
    signed_in(list)
}

fn asked() -> Memo<Asked> {
    let map = use_query_map();
    Memo::new(move |_| map.with(|map| Asked::read(|key| map.get(key), kept_words::find)))
}

fn list() -> AnyView {
    let lang = lang::current();
    let account = session::current().account();
    if account.is_some_and(|account| !account.kind.files_dossiers()) {
        return no_vault();
    }
    let asked = asked();
    let papers = search::<PaperPage, _>(path::PAPER_SEARCH, move || asked.with(Asked::question));
    view! {
        {left_notice()}
        <div class="row end gap-below">
            {page_heading(text::vault::title(lang))}
            <div class="row">
                <a href="/kho/chung-thuc" class="btn quiet">{text::certified::own_title(lang)}</a>
                <a href="/kho/them" class="btn">{text::vault::add(lang)}</a>
            </div>
        </div>
        {share::ways()}
        {sorts::ways(Signal::derive(move || Here::Papers(asked.with(|asked| asked.kind))))}
        {search_form::view(asked)}
        {load_view(papers, papers_view)}
    }
    .into_any()
}

fn papers_view(page: PaperPage) -> AnyView {
    let lang = lang::current();
    let asked = asked().get_untracked();
    if page.items.is_empty() && !asked.is_narrowed() {
        return empty(
            text::vault::empty_title(lang),
            text::vault::empty_hint(lang),
            view! { <a href="/kho/them" class="btn">{text::vault::add(lang)}</a> },
        );
    }
    if let (true, Some(kind), false) = (page.items.is_empty(), asked.kind, asked.is_narrowed_in_its_sort()) {
        let hint = match kind {
            VaultKind::Authority => text::partner::empty_authority(lang),
            _ => text::partner::empty_own(lang),
        };
        return empty(text::partner::empty_kind(lang), hint, ());
    }
    if page.items.is_empty() {
        return empty(
            text::vault::none_title(lang),
            text::vault::none_hint(lang),
            view! { <a href="/kho" class="btn quiet">{text::vault::search_clear(lang)}</a> },
        );
    }
    let first = pages::number(&page, &asked)
        .map(|number| u64::from(number.saturating_sub(1)) * u64::from(asked.rows()) + 1);
    let foot = pages::view(&page, &asked);
    view! {
        {order(asked, lang)}
        {table::view(page.items, first)}
        {foot}
    }
    .into_any()
}

/// "Sắp xếp".
fn order(asked: Asked, lang: Lang) -> AnyView {
    let navigate = use_navigate();
    let chosen = asked.sort;
    let change = move |event| {
        let wanted = Asked {
            sort: read_sort(&event_target_value(&event)).unwrap_or_default(),
            ..asked.first_page()
        };
        navigate(&wanted.address(dom::encode), Default::default());
    };
    let orders = [
        (PaperSort::Newest, text::vault::sort_newest(lang)),
        (PaperSort::Oldest, text::vault::sort_oldest(lang)),
        (PaperSort::Name, text::vault::sort_name(lang)),
        (PaperSort::IssuedOn, text::vault::sort_issued(lang)),
        (PaperSort::TimesUsed, text::vault::sort_used(lang)),
    ];
    let option = |(sort, label): (PaperSort, &'static str)| {
        view! { <option value=sort_text(sort) selected=sort == chosen>{label}</option> }
    };
    view! {
        <p class="row keep order">
            <label for="sap-xep">{text::vault::sort(lang)}</label>
            <select id="sap-xep" class="input small" on:change=change>
                {orders.map(option).collect_view()}
            </select>
        </p>
    }
    .into_any()
}
