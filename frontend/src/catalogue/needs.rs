//! What a procedure takes and gives: components, cases, results, deliveries, legal grounds.

use crate::state::lang;
use crate::ui::{Tone, tag};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{Component, ProcedureDefinition};
use motcua_shared::text::{self, Lang};

/// The papers to have at hand.
pub fn components(procedure: &ProcedureDefinition) -> AnyView {
    let lang = lang::current();
    let entries = procedure
        .components
        .iter()
        .map(|one| component(one, lang))
        .collect_view();
    view! {
        <section class="card">
            <h2>{text::catalogue::needed(lang)}</h2>
            <p class="hint">{text::catalogue::needed_hint(lang)}</p>
            <ol class="needs">{entries}</ol>
        </section>
    }
    .into_any()
}

fn component(component: &Component, lang: Lang) -> AnyView {
    let optional =
        (!component.required).then(|| view! { " " {tag(Tone::Plain, text::catalogue::optional(lang))} });
    let note = component
        .note
        .clone()
        .map(|note| view! { <p class="hint">{note}</p> });
    view! {
        <li>
            <b>{component.name.clone()}</b>
            {optional}
            <p class="hint">{words::component_line(component, lang)}</p>
            {note}
        </li>
    }
    .into_any()
}

/// Time and fee of each case.
pub fn cases(procedure: &ProcedureDefinition) -> AnyView {
    let lang = lang::current();
    let entries = procedure
        .cases
        .iter()
        .map(|case| {
            view! {
                <li>
                    <span class="grow">{case.name.clone()}</span>
                    <b>{words::working_time(case.working_time, lang)}</b>
                    <span class="case-fee">{words::fee(case.fee, lang)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card">
            <h2>{text::catalogue::how_long(lang)}</h2>
            <p class="hint">{text::catalogue::how_long_hint(lang)}</p>
            <ul class="cases">{entries}</ul>
        </section>
    }
    .into_any()
}

/// How the result may be received.
pub fn deliveries(procedure: &ProcedureDefinition) -> AnyView {
    let lang = lang::current();
    let names = procedure
        .delivery
        .iter()
        .map(|method| words::delivery(*method, lang).to_owned());
    list(text::catalogue::delivery(lang), names.collect())
}

/// A titled list of lines; nothing when there are none.
pub fn list(title: &'static str, lines: Vec<String>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    view! {
        <section class="card">
            <h2>{title}</h2>
            <ul class="lines">{lines}</ul>
        </section>
    }
    .into_any()
}
