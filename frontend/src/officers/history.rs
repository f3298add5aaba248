//! What was done to a staff account, by whom and when.

use super::words;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::identity::staff::{OfficerAction, OfficerEvent};
use motcua_shared::text;

/// The list, the newest first.
pub fn view(events: Vec<OfficerEvent>) -> AnyView {
    let lang = lang::current();
    if events.is_empty() {
        return ().into_any();
    }
    let entry = move |event: OfficerEvent| {
        let by = event
            .by
            .unwrap_or_else(|| text::staff::by_server(lang).to_owned());
        let line = text::staff::event_line(lang, by, event.at.vietnam_minute());
        let mut after = match event.action {
            OfficerAction::IdentityChecked => String::new(),
            _ => words::roles(&event.roles, lang).to_owned(),
        };
        if !event.unit.is_empty() {
            after = format!("{after} · {}", event.unit);
        }
        view! {
            <li>
                <b>{words::action(event.action, lang)}</b>
                <div>{after}</div>
                <div class="hint">{line}</div>
            </li>
        }
        .into_any()
    };
    let entries: Vec<AnyView> = events.into_iter().map(entry).collect();
    view! {
        <section class="card gap-above">
            <h2>{text::staff::events(lang)}</h2>
            <ol class="plain-list stack">{entries}</ol>
        </section>
    }
    .into_any()
}
