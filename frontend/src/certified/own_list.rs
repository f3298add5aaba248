//! Certified copies that the account asked for.

use crate::api::{Api, load};
use crate::certified::{own_appointment, words};
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::facts::facts;
use crate::ui::{FormErrors, Pager, empty, error_summary, left_notice, load_view, page_heading, tag};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{CopyView, SeenVersion};
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
    let (open, said) = (RwSignal::new(false), RwSignal::new(String::new()));
    let errors = FormErrors::new();
    let known = dynamic(move || {
        let lang = lang::current();
        let copy = now.get();
        let (tone, label) = words::state(copy.state, lang);
        let paper = copy.paper_id.map(|id| {
            view! {
                <a class="btn" href=format!("/kho/{id}")>
                    {text::certified::open_paper(lang)}
                </a>
            }
        });
        let has_acts = own_appointment::is_possible(&copy) && !open.get();
        let acts = has_acts.then(|| acts(&copy, now, (open, said), errors));
        view! {
            <h2>{copy.unit.clone()}</h2>
            <p>{tag(tone, label)}</p>
            {facts(true, words::facts_of(&copy, lang))}
            <div class="row">{paper} {acts}</div>
        }
        .into_any()
    });
    let is_choosing = move || open.get() && now.with(own_appointment::is_possible);
    view! {
        <li class="card stack">
            {error_summary(errors)}
            <div class="stack">{known}</div>
            <p role="status">{move || said.get()}</p>
            {when(is_choosing, move || own_appointment::form(now, open, said))}
        </li>
    }
    .into_any()
}

/// What can be done before the office takes the original.
fn acts(
    copy: &CopyView,
    now: RwSignal<CopyView>,
    (open, said): (RwSignal<bool>, RwSignal<String>),
    errors: FormErrors,
) -> AnyView {
    let lang = lang::current();
    let label = match copy.appointment {
        Some(_) => text::certified::change(lang),
        None => text::certified::choose_time(lang),
    };
    let description = copy.description.clone();
    let start = move |_| {
        said.set(String::new());
        open.set(true);
    };
    view! {
        <button
            type="button"
            class="btn quiet"
            id=own_appointment::opener(copy.id)
            on:click=start
        >
            {label}
            <span class="unseen">" "{description.clone()}</span>
        </button>
        <button type="button" class="btn text" on:click=move |_| call_off(now, errors)>
            {text::certified::cancel(lang)}
            <span class="unseen">" "{description}</span>
        </button>
    }
    .into_any()
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
