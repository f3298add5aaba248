//! The signatures of a file one by one, for those who want to know.

use crate::signature::describe::Described;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use leptos::prelude::*;
use motcua_shared::text;

/// One block for each signature.
pub fn signatures(described: Vec<Described>) -> AnyView {
    described.into_iter().map(signature).collect_view().into_any()
}

/// The blocks behind "Chi tiết N chữ ký".
pub fn details(described: Vec<Described>) -> AnyView {
    if described.is_empty() {
        return ().into_any();
    }
    let summary = text::signature::details(lang::current(), described.len());
    view! {
        <details>
            <summary>{summary}</summary>
            {signatures(described)}
        </details>
    }
    .into_any()
}

fn signature(described: Described) -> AnyView {
    let mut entries: Vec<AnyView> = described
        .facts
        .into_iter()
        .map(|(name, value)| fact(name, value))
        .collect();
    if !described.findings.is_empty() {
        let lines = described
            .findings
            .into_iter()
            .map(|line| view! { <div>{line}</div> })
            .collect_view();
        entries.push(fact(text::signature::findings(lang::current()), lines));
    }
    view! {
        <section class="signature">
            <h3>{described.title}</h3>
            {facts(false, entries)}
        </section>
    }
    .into_any()
}
