//! The list of papers.

use crate::api::search;
use crate::kept_words;
use crate::layout::signed_in;
use crate::state::{lang, session};
use crate::ui::{empty, left_notice, load_view, page_heading};
use crate::vault::asked::{Asked, WORDS};
use crate::vault::sorts::Here;
use crate::vault::{no_vault, pages, paper_only, search_form, share, sorts, table};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::dto::{PaperPage, VaultKind};

/// `/kho?…`
pub fn page() -> AnyView {
    signed_in(list)
}

fn asked() -> Memo<Asked> {
    let map = use_query_map();
    Memo::new(move |_| map.with(|map| Asked::read(|key| map.get(key), |mark| kept_words::find(WORDS, mark))))
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
        <div class="row end gap-below vault-top">
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
            view! {
                <a href="/kho/them" class="btn">{text::vault::add(lang)}</a>
                {paper_only::view()}
            },
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
        {table::view(page.items, first)}
        {foot}
    }
    .into_any()
}
