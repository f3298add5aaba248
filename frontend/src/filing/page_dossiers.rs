//! "Hồ sơ đã nộp".

use crate::api::load;
use crate::dom;
use crate::filing::wording::status;
use crate::layout::signed_in;
use crate::state::lang;
use crate::ui::facts::{fact, facts, whole_fact};
use crate::ui::{Pager, copyable_code, empty, left_notice, load_view, page_heading, tag};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::filing::dto::DossierListItem;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;

/// `/ho-so?cursor=`
pub fn page() -> AnyView {
    signed_in(list)
}

fn list() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let cursor =
        Memo::new(move |_| query.with(|query| query.get("cursor").filter(|cursor| !cursor.is_empty())));
    let dossiers = load::<Page<DossierListItem>>(move || match cursor.get() {
        Some(cursor) => format!("{}?cursor={}", path::DOSSIERS, dom::encode(&cursor)),
        None => path::DOSSIERS.to_owned(),
    });
    view! {
        {left_notice()}
        {page_heading(text::filing::dossiers_title(lang))}
        {load_view(dossiers, content)}
    }
    .into_any()
}

fn content(page: Page<DossierListItem>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(
            text::filing::dossiers_empty_title(lang),
            text::filing::dossiers_empty_hint(lang),
            view! { <a href="/nop" class="btn">{text::filing::to_procedures(lang)}</a> },
        );
    }
    let address =
        |cursor: Option<String>| cursor.map(|cursor| format!("/ho-so?cursor={}", dom::encode(&cursor)));
    let (previous, next) = (address(page.previous), address(page.next));
    let pager = (previous.is_some() || next.is_some())
        .then(|| view! { <Pager previous=previous next=next>""</Pager> });
    view! {
        <ul class="plain-list">{page.items.into_iter().map(card).collect_view()}</ul>
        {pager}
    }
    .into_any()
}

fn card(dossier: DossierListItem) -> AnyView {
    let lang = lang::current();
    let (tone, label) = status(dossier.status, lang);
    let entries = vec![
        whole_fact(text::filing::dossier_code(lang), copyable_code(dossier.code)),
        fact(text::filing::unit_question(lang), dossier.unit_name),
        fact(
            text::filing::submitted_at(lang),
            dossier.submitted_at.vietnam_minute(),
        ),
    ];
    view! {
        <li class="card dossier">
            <div class="row end top">
                <h2>
                    <a href=format!("/ho-so/{}", dossier.id)>{dossier.procedure_name}</a>
                </h2>
                {tag(tone, label)}
            </div>
            {facts(true, entries)}
        </li>
    }
    .into_any()
}
