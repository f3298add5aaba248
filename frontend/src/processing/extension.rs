//! A later day for the result: once, with the letter that says sorry.

use super::act::{Now, settle, version};
use crate::api::Api;
use crate::format;
use crate::state::lang;
use crate::ui::{Field, FormErrors, Tone, error_summary, quiet_submit_button, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::extension::ExtendDossier;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// What was promised, or the form for it where that can be done.
pub fn block(desk: &DeskDossier, now: Now) -> AnyView {
    let lang = lang::current();
    let Some(extension) = &desk.extension else {
        return match desk.may_extend {
            true => form(desk, now),
            false => ().into_any(),
        };
    };
    let title = text::work::extended(
        lang,
        format::day(extension.old_due),
        format::day(extension.new_due),
    );
    let address = path::desk_dossier_part(desk.dossier.id, "apology");
    let body = view! {
        <p>{extension.ground.clone()}</p>
        <p>
            <a href=address download="">
                {text::work::letter(lang)}
            </a>
        </p>
    };
    verdict(Tone::Plain, title, body)
}

/// Folded away: most dossiers need no other day.
fn form(desk: &DeskDossier, now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let (days, ground) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let is_late = desk.days_left.is_some_and(|left| left < 0);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let request = ExtendDossier {
            version: version(now),
            // What is no number is as wrong as none; the server says within which bounds.
            days: days.with_untracked(|days| days.trim().parse().unwrap_or_default()),
            ground: ground.get_untracked(),
        };
        let id = now.with_untracked(|desk| desk.dossier.id);
        busy.set(true);
        spawn_local(async move {
            let address = path::desk_dossier_part(id, "extension");
            let answer = api.post(&address, &request, None).await;
            settle(api, answer, (now, errors, busy), |path| {
                format!("extension-{path}")
            });
        });
    };
    let days_field = Field {
        hint: text::work::days_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("extension-days", text::work::days(lang))
    };
    let ground_field = Field {
        hint: text::work::ground_hint(lang),
        multiline: true,
        ..Field::new("extension-ground", text::work::ground(lang))
    };
    let late = is_late.then(|| verdict(Tone::Warn, text::work::extend_late(lang), ()));
    view! {
        <details class="card">
            <summary>
                <h2>{text::work::extend_title(lang)}</h2>
            </summary>
            {error_summary(errors)}
            <form class="stack" novalidate=true on:submit=submit>
                <p class="muted">{text::work::extend_hint(lang)}</p>
                {late}
                {text_field(days, errors, days_field)}
                {text_field(ground, errors, ground_field)}
                <p>{quiet_submit_button(text::work::extend(lang), text::work::extending(lang), busy)}</p>
            </form>
        </details>
    }
    .into_any()
}
