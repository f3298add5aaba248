//! Lines of the log.

use super::object;
use crate::state::lang;
use crate::ui::{Tone, tag};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::log::{EventActor, PaperEventView};
use motcua_shared::vault::words;

/// The lines, newest first; `changed` is told when one of them was objected to.
pub fn list(events: Vec<PaperEventView>, has_papers: bool, changed: Callback<()>) -> AnyView {
    let rows: Vec<AnyView> = events
        .into_iter()
        .map(|event| row(event, has_papers, changed))
        .collect();
    view! { <ol class="plain-list stack-small">{rows}</ol> }.into_any()
}

fn who(event: &PaperEventView, lang: Lang) -> String {
    let name = event.actor_name.clone().unwrap_or_default();
    match (event.actor, &event.unit_name) {
        (EventActor::Owner, _) => text::share::actor_owner(lang).to_owned(),
        (EventActor::Portal, _) => text::share::actor_portal(lang).to_owned(),
        (_, Some(unit)) => format!("{name}, {unit}"),
        (_, None) => name,
    }
}

fn row(event: PaperEventView, has_papers: bool, changed: Callback<()>) -> AnyView {
    let lang = lang::current();
    let by_another = matches!(event.actor, EventActor::Officer | EventActor::Account);
    let said = words::said(&event, lang)
        .into_iter()
        .map(|line| view! { <p class="hint">{line}</p> })
        .collect_view();
    let dossier = event
        .dossier_id
        .zip(event.dossier_code.clone())
        .map(|(id, code)| view! { <p class="hint"><a href=format!("/ho-so/{id}")>{text::share::for_dossier(lang, code)}</a></p> });
    let paper = has_papers.then(|| {
        view! { <p><a href=format!("/kho/{}", event.paper_id)>{event.paper_name.clone()}</a></p> }
    });
    let objection = match event.objected_at {
        Some(at) => {
            let said = text::share::objected(lang, at.vietnam_minute());
            Some(tag(Tone::Warn, said))
        }
        None => by_another.then(|| object::button(&event, changed)),
    };
    view! {
        <li class="card stack-small">
            <div class="row end top">
                <p>
                    <b>{words::act(event.act, lang)}</b>
                    " · "
                    {who(&event, lang)}
                </p>
                <p class="hint">{event.at.vietnam_minute()}</p>
            </div>
            {paper}
            {dossier}
            {said}
            {objection}
        </li>
    }
    .into_any()
}
