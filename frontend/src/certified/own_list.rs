//! Certified copies that the account asked for.

use crate::api::{Api, load};
use crate::certified::words;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::facts::facts;
use crate::ui::{FormErrors, Pager, empty, error_summary, left_notice, load_view, page_heading, tag};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{CopyState, CopyView, SeenVersion};
use wasm_bindgen_futures::spawn_local;

/// `/kho/chung-thuc`
pub fn page() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let copies = load::<Page<CopyView>>(move || match query.read().get("trang") {
        Some(cursor) => format!("{}?cursor={cursor}", path::CERTIFIED_COPIES),
        None => path::CERTIFIED_COPIES.to_owned(),
    });
    view! {
        {left_notice()}
        <a class="back" href="/kho">
            <span aria-hidden="true">"←"</span>
            {text::vault::title(lang)}
        </a>
        <div class="row end gap-below">
            {page_heading(text::certified::own_title(lang))}
            <a class="btn" href="/kho/chung-thuc/moi">{text::certified::own_new(lang)}</a>
        </div>
        {load_view(copies, content)}
    }
    .into_any()
}

fn content(page: Page<CopyView>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(
            text::certified::own_none(lang),
            text::certified::own_none_hint(lang),
            (),
        )
        .into_any();
    }
    let to = |cursor: Option<String>| cursor.map(|cursor| format!("/kho/chung-thuc?trang={cursor}"));
    view! {
        <ul class="plain-list stack">{page.items.into_iter().map(card).collect_view()}</ul>
        <Pager previous=to(page.previous) next=to(page.next)>
            ""
        </Pager>
    }
    .into_any()
}

fn card(copy: CopyView) -> AnyView {
    let now = RwSignal::new(copy);
    let errors = FormErrors::new();
    dynamic(move || {
        let lang = lang::current();
        let copy = now.get();
        let (tone, label) = words::state(copy.state, lang);
        let can_cancel = matches!(copy.state, CopyState::Asked | CopyState::Appointed);
        let cancel = can_cancel.then(|| {
            view! {
                <button type="button" class="btn quiet" on:click=move |_| call_off(now, errors)>
                    {text::certified::cancel(lang)}
                    <span class="unseen">" "{copy.description.clone()}</span>
                </button>
            }
        });
        let paper = copy.paper_id.map(|id| {
            view! {
                <a class="btn" href=format!("/kho/{id}")>
                    {text::certified::open_paper(lang)}
                </a>
            }
        });
        view! {
            <li class="card stack">
                {error_summary(errors)}
                <h2>{copy.unit.clone()}</h2>
                <p>{tag(tone, label)}</p>
                {facts(true, words::facts_of(&copy, lang))}
                <div class="row">{paper} {cancel}</div>
            </li>
        }
        .into_any()
    })
}

fn call_off(now: RwSignal<CopyView>, errors: FormErrors) {
    let api = Api::current();
    let (id, version) = now.with_untracked(|copy| (copy.id, copy.version));
    errors.clear();
    spawn_local(async move {
        let address = path::certified_copy_part(id, "cancellation");
        match api
            .post::<CopyView>(&address, &SeenVersion { version }, None)
            .await
        {
            Ok(copy) => {
                let _ = now.try_set(copy);
            }
            Err(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
        }
    });
}
