//! Delegations that one gave or was given, with the way to withdraw them.

use crate::api::{Api, load};
use crate::dom::encode;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{
    Dialog, FormErrors, Pager, Tone, empty, error_summary, left_notice, load_view, page_heading, tag,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::delegation::dto::{DelegationState, DelegationView};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{self, Lang, delegation as words};
use motcua_shared::time::format_date;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/uy-quyen`
pub fn page() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let listed = load::<Page<DelegationView>>(move || {
        let cursor = query.with(|query| query.get("trang")).unwrap_or_default();
        format!("{}?cursor={}", path::DELEGATIONS, encode(&cursor))
    });
    view! {
        {left_notice()}
        <div class="row end gap-below">
            {page_heading(words::title(lang))}
            <a class="btn" href=format!("{}/moi", super::HERE)>{words::add(lang)}</a>
        </div>
        <p class="muted">{words::hint(lang)}</p>
        {load_view(listed, content)}
    }
    .into_any()
}

fn content(page: Page<DelegationView>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(words::none(lang), words::none_hint(lang), ());
    }
    let address =
        |cursor: Option<String>| cursor.map(|one| format!("{}?trang={}", super::HERE, encode(&one)));
    view! {
        <ul class="plain-list stack">{page.items.into_iter().map(entry).collect_view()}</ul>
        <Pager previous=address(page.previous) next=address(page.next)>
            ""
        </Pager>
    }
    .into_any()
}

fn entry(given: DelegationView) -> AnyView {
    // What comes back from withdrawing takes the place of what is shown.
    let now = RwSignal::new(given);
    let errors = FormErrors::new();
    view! { <li class="card">{error_summary(errors)} {dynamic(move || shown(now, errors))}</li> }.into_any()
}

fn shown(now: RwSignal<DelegationView>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let given = now.get();
    let procedures = match &given.procedures {
        None => words::all(lang).into_any(),
        Some(named) => {
            let named = named.iter().map(|one| {
                let line = format!("{} {}", one.code, one.name);
                view! { <li>{line}</li> }
            });
            view! { <ul>{named.collect_view()}</ul> }.into_any()
        }
    };
    let days = words::days(lang, format_date(given.from), format_date(given.until));
    let mut lines = vec![
        fact(words::unit(lang), given.delegator.unit.clone()),
        fact(words::procedures(lang), procedures),
        fact(words::time(lang), days),
        fact(words::reason(lang), given.reason.clone()),
    ];
    if let Some(by) = &given.given_by {
        lines.push(fact(words::given_by(lang), by.clone()));
    }
    if let Some(at) = given.ended_at {
        lines.push(fact(words::ended_at(lang), at.vietnam_minute()));
    }
    let pair = words::pair(lang, given.delegate.name.clone(), given.delegator.name.clone());
    view! {
        {state(given.state, lang)}
        <h2>{pair}</h2>
        {facts(true, lines)}
        {given.may_withdraw.then(|| withdrawal(now, errors))}
    }
    .into_any()
}

fn state(state: DelegationState, lang: Lang) -> AnyView {
    match state {
        DelegationState::Coming => tag(Tone::Plain, words::state_coming(lang)),
        DelegationState::Running => tag(Tone::Ok, words::state_running(lang)),
        DelegationState::Over => tag(Tone::Plain, words::state_over(lang)),
        DelegationState::Withdrawn => tag(Tone::Warn, words::state_withdrawn(lang)),
        DelegationState::RightsLost => tag(Tone::Warn, words::state_rights_lost(lang)),
    }
}

fn withdrawal(now: RwSignal<DelegationView>, errors: FormErrors) -> AnyView {
    let (api, lang) = (Api::current(), lang::current());
    let (asked, busy) = (RwSignal::new(false), RwSignal::new(false));
    let withdraw = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let address = path::delegation_withdrawal(now.with_untracked(|given| given.id));
        spawn_local(async move {
            let answer = api.post::<DelegationView>(&address, &(), None).await;
            let _ = busy.try_set(false);
            let _ = asked.try_set(false);
            match answer {
                Ok(given) => {
                    let _ = now.try_set(given);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        <div class="row gap-above">
            <button type="button" class="btn quiet short" on:click=move |_| asked.set(true)>
                {words::withdraw(lang)}
            </button>
        </div>
        <Dialog id="withdraw" title=words::withdraw_title(lang) open=asked>
            <p>{words::withdraw_hint(lang)}</p>
            <div class="row">
                <button type="button" class="btn danger" on:click=withdraw>{words::withdraw(lang)}</button>
                <button type="button" class="btn quiet" on:click=move |_| asked.set(false)>
                    {text::desk::cancel(lang)}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}
