//! Giving a delegation. An administrator gives it for an officer who is away.

use super::colleague::{Asked, colleague};
use super::procedures::procedures;
use crate::api::Api;
use crate::format;
use crate::react::when;
use crate::state::{lang, notice, session};
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, error_summary, page_heading, submit_button, text_field,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::delegation::dto::{DelegatedProcedure, DelegationView, GiveDelegation};
use motcua_shared::id::AccountId;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::path;
use motcua_shared::text::delegation as words;
use motcua_shared::time::write_day;
use wasm_bindgen_futures::spawn_local;

/// The fields. A copy may move into handlers.
#[derive(Clone, Copy)]
struct Fields {
    delegator: RwSignal<String>,
    delegate: RwSignal<String>,
    extent: RwSignal<String>,
    named: RwSignal<Vec<DelegatedProcedure>>,
    from: RwSignal<String>,
    until: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Fields {
    fn new() -> Self {
        let [delegator, delegate, from, until, reason] = [(); 5].map(|()| RwSignal::new(String::new()));
        Self {
            delegator,
            delegate,
            extent: RwSignal::new("all".to_owned()),
            named: RwSignal::new(Vec::new()),
            from,
            until,
            reason,
        }
    }

    fn request(self) -> GiveDelegation {
        // What is no day travels as it is: the server says so beside everything else.
        let day = |typed: RwSignal<String>| {
            let typed = typed.get_untracked();
            format::parse_day(&typed).map_or(typed, write_day)
        };
        let is_named = self.extent.with_untracked(|extent| extent == "named");
        let codes = || {
            self.named
                .get_untracked()
                .into_iter()
                .map(|one| one.code)
                .collect()
        };
        GiveDelegation {
            delegator_id: self.delegator.with_untracked(|id| AccountId::parse(id)),
            delegate_id: self.delegate.with_untracked(|id| AccountId::parse(id)),
            procedures: is_named.then(codes),
            from: day(self.from),
            until: day(self.until),
            reason: self.reason.get_untracked(),
        }
    }
}

/// `/can-bo/uy-quyen/moi`
pub fn page() -> AnyView {
    let (api, lang) = (Api::current(), lang::current());
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let fields = Fields::new();
    let (notice, navigate) = (notice::current(), use_navigate());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let (navigate, request) = (navigate.clone(), fields.request());
        spawn_local(async move {
            let answer = api
                .post::<DelegationView>(path::DELEGATIONS, &request, None)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(given) => {
                    notice.leave(words::given(lang, given.delegate.name));
                    navigate(super::HERE, Default::default());
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        <div class="narrow">
            <p class="back"><a href=super::HERE>{words::back(lang)}</a></p>
            {error_summary(errors)}
            {page_heading(words::add(lang))}
            <p>{words::add_hint(lang)}</p>
            <form class="card stack" novalidate=true on:submit=submit>
                {officers(fields, errors)}
                {extent(fields, errors)}
                {rest(fields, errors)}
                {submit_button(words::give(lang), words::giving(lang), busy)}
            </form>
        </div>
    }
    .into_any()
}

fn officers(fields: Fields, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let account = untrack(|| session::current().account());
    let is_administrator = account.is_some_and(|account| account.kind == AccountKind::Administrator);
    let delegator = is_administrator.then(|| {
        let asked = Asked {
            id: "delegator_id",
            label: words::delegator(lang),
            find_label: words::delegator_find(lang),
            delegator: Signal::derive(|| Ok(None)),
        };
        colleague(asked, fields.delegator, errors)
    });
    let of = move || match is_administrator {
        true => fields
            .delegator
            .with(|id| AccountId::parse(id))
            .map(Some)
            .ok_or(()),
        false => Ok(None),
    };
    let asked = Asked {
        id: "delegate_id",
        label: words::delegate(lang),
        find_label: words::delegate_find(lang),
        delegator: Signal::derive(of),
    };
    view! {
        {delegator}
        {colleague(asked, fields.delegate, errors)}
    }
    .into_any()
}

fn extent(fields: Fields, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let choice = |value: &str, label: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
    };
    let choices = vec![
        choice("all", words::all(lang)),
        choice("named", words::named(lang)),
    ];
    view! {
        <Radios id="extent" legend=words::procedures(lang) choices=choices value=fields.extent errors=errors />
        {when(
            move || fields.extent.with(|extent| extent == "named"),
            move || procedures(fields.named, errors),
        )}
    }
    .into_any()
}

fn rest(fields: Fields, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let day = |id: &str, label: &'static str| Field {
        hint: words::day_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new(id, label)
    };
    let reason = Field {
        hint: words::reason_hint(lang),
        multiline: true,
        ..Field::new("reason", words::reason(lang))
    };
    view! {
        {text_field(fields.from, errors, day("from", words::from(lang)))}
        {text_field(fields.until, errors, day("until", words::until(lang)))}
        {text_field(fields.reason, errors, reason)}
    }
    .into_any()
}
