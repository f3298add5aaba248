//! Looking into somebody's vault before a paper is scanned anew (seed 001 §4), and what owners objected to.

use crate::api::{Api, Load, load};
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, checkbox, error_summary, failure_box, left_notice, page_heading,
    skeleton, submit_button, text_field,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::look::{BeginLook, LookConsent, LookView, ObjectionView};
use motcua_shared::vault::words;
use wasm_bindgen_futures::spawn_local;

/// The address of this page.
pub const PAGE: &str = "/can-bo/kho";

/// `/can-bo/kho`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let [number, purpose] = [(); 2].map(|()| RwSignal::new(String::new()));
    let consent = RwSignal::new("code".to_owned());
    let card = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let navigate = StoredValue::new_local(use_navigate());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let request = BeginLook {
            identifier: number.get_untracked(),
            purpose: purpose.get_untracked(),
            consent: match consent.get_untracked().as_str() {
                "presence" => LookConsent::Presence,
                "grant" => LookConsent::Grant,
                _ => LookConsent::Code,
            },
            card_checked: card.get_untracked(),
        };
        spawn_local(async move {
            let answer = api.post::<LookView>(path::VAULT_LOOKS, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(look) => {
                    let address = format!("{PAGE}/{}", look.id);
                    navigate.with_value(|navigate| navigate(&address, Default::default()));
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let choice = |value: &str, label: &str, hint: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
    };
    let choices = vec![
        choice(
            "code",
            text::share::look_code(lang),
            text::share::look_code_hint(lang),
        ),
        choice(
            "presence",
            text::share::look_presence(lang),
            text::share::look_presence_hint(lang),
        ),
        choice(
            "grant",
            text::share::look_grant(lang),
            text::share::look_grant_hint(lang),
        ),
    ];
    let purpose_field = Field {
        hint: text::share::look_purpose_hint(lang),
        ..Field::new("purpose", text::share::look_purpose(lang))
    };
    let card_box = move || {
        checkbox(
            "card_checked",
            text::share::look_card(lang),
            text::share::look_card_hint(lang),
            card,
        )
    };
    view! {
        <div class="narrow">
            {left_notice()}
            {error_summary(errors)}
            {page_heading(text::share::look_title(lang))}
            <p class="muted">{text::share::look_hint(lang)}</p>
            <form class="card stack" novalidate=true on:submit=submit>
                {text_field(number, errors, Field::new("identifier", text::share::look_number(lang)))}
                {text_field(purpose, errors, purpose_field)}
                <Radios
                    id="consent"
                    legend=text::share::look_consent(lang)
                    choices=choices
                    value=consent
                    errors=errors
                />
                {when(move || consent.with(|consent| consent == "presence"), card_box)}
                {submit_button(text::share::look_begin(lang), text::share::look_beginning(lang), busy)}
            </form>
            {objections()}
        </div>
    }
    .into_any()
}

fn objections() -> AnyView {
    let lang = lang::current();
    let said = load::<Page<ObjectionView>>(|| path::VAULT_OBJECTIONS.to_owned());
    let row = move |view: ObjectionView| {
        let line = text::share::objection_line(
            lang,
            words::act(view.act, lang),
            view.category_name,
            view.officer.unwrap_or_default(),
            view.at.vietnam_minute(),
        );
        let note = view.note.map(|note| view! { <p>{note}</p> });
        view! {
            <li class="stack-small">
                <p><b>{line}</b></p>
                {note}
                <p class="hint">{text::share::objection_at(lang, view.objected_at.vietnam_minute())}</p>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="card gap-above">
            <h2>{text::share::objections(lang)}</h2>
            {dynamic(move || match said.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) => failure_box(failure, Callback::new(move |()| said.retry())),
                Load::Ready(page) if page.items.is_empty() => {
                    view! { <p class="muted">{text::share::objections_none(lang)}</p> }.into_any()
                }
                Load::Ready(page) => {
                    let rows: Vec<AnyView> = page.items.into_iter().map(row).collect();
                    view! { <ul class="plain-list stack">{rows}</ul> }.into_any()
                }
            })}
        </section>
    }
    .into_any()
}
