//! A dossier whose unit is no more, on its way to another one that took over.

use super::HERE;
use super::act::{Now, version};
use crate::api::Api;
use crate::api::failure::of_code;
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, Select, Tone, error_summary, quiet_submit_button, text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::handover::HandOver;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Said once it went: nobody here sees the dossier any more.
pub fn gone(desk: &DeskDossier) -> AnyView {
    let lang = lang::current();
    let done = text::work::hand_over_done(lang, &desk.dossier.code);
    let back = view! { <p><a href=HERE>{text::processing::back(lang)}</a></p> };
    view! { <div role="status">{verdict(Tone::Ok, done, back)}</div> }.into_any()
}

/// Folded away, and only where there is somewhere to go.
pub fn form(desk: &DeskDossier, now: Now, is_gone: RwSignal<bool>) -> AnyView {
    if desk.may_go_to.is_empty() {
        return ().into_any();
    }
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let (chosen, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let none = Choice {
        value: String::new(),
        label: text::work::hand_over_choose(lang).to_owned(),
    };
    let units = desk.may_go_to.iter().map(|unit| Choice {
        value: unit.id.to_string(),
        label: unit.name.clone(),
    });
    let choices: Vec<Choice> = std::iter::once(none).chain(units).collect();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let Some(unit_id) = chosen.with_untracked(|id| UnitId::parse(id)) else {
            errors.mark("handover-unit_id", of_code(ErrorCode::Required, lang));
            errors.show();
            return;
        };
        let request = HandOver {
            version: version(now),
            unit_id,
            words: words.get_untracked(),
        };
        let id = now.with_untracked(|desk| desk.dossier.id);
        busy.set(true);
        spawn_local(async move {
            let address = path::desk_dossier_part(id, "handover");
            let answer = api.post::<()>(&address, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = is_gone.try_set(true);
                }
                Err(failure) => errors.show_failure(&failure, lang, |path| format!("handover-{path}")),
            }
        });
    };
    let why = Field {
        hint: text::work::hand_over_words_hint(lang),
        multiline: true,
        ..Field::new("handover-words", text::work::hand_over_words(lang))
    };
    view! {
        <details class="card">
            <summary>
                <h2>{text::work::hand_over(lang)}</h2>
            </summary>
            {error_summary(errors)}
            <form class="stack" novalidate=true on:submit=submit>
                <p class="muted">{text::work::hand_over_hint(lang)}</p>
                <Select
                    id="handover-unit_id"
                    label=text::work::hand_over_unit(lang)
                    choices=Signal::stored(choices)
                    value=chosen
                    errors=errors
                />
                {text_field(words, errors, why)}
                <p>{quiet_submit_button(text::work::pass(lang), text::work::passing(lang), busy)}</p>
            </form>
        </details>
    }
    .into_any()
}
