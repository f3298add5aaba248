//! The signatures of a file one by one, for those who want to know.

use crate::signature::describe::Described;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use leptos::prelude::*;
use motcua_shared::text;

/// One block for each signature.
pub fn signatures(described: Vec<Described>) -> AnyView {
    blocks(described, false)
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
            {blocks(described, true)}
        </details>
    }
    .into_any()
}

/// `on_top`: no heading of the second level stands above.
fn blocks(described: Vec<Described>, on_top: bool) -> AnyView {
    let block = |described| signature(described, on_top);
    described.into_iter().map(block).collect_view().into_any()
}

fn signature(described: Described, on_top: bool) -> AnyView {
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
    let title = if on_top {
        view! { <h2 class="signature-title">{described.title}</h2> }.into_any()
    } else {
        view! { <h3 class="signature-title">{described.title}</h3> }.into_any()
    };
    view! {
        <section class="signature">
            {title}
            {facts(false, entries)}
        </section>
    }
    .into_any()
}
