//! What an officer does with a dossier: receives it, begins, or ends it with a reason.

use crate::api::{Api, Failure};
use crate::format;
use crate::state::lang;
use crate::ui::{Field, FormErrors, error_summary, quiet_submit_button, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossier, RefuseDossier, StepDossier};
use motcua_shared::text;
use serde::Serialize;
use wasm_bindgen_futures::spawn_local;

/// The dossier on the page.
pub type Now = RwSignal<DeskDossier>;

/// Takes the answer of the server, or shows why there is none.
pub fn settle(
    api: Api,
    answer: Result<DeskDossier, Failure>,
    (now, errors, busy): (Now, FormErrors, RwSignal<bool>),
    field_of: impl Fn(&str) -> String,
) {
    let _ = busy.try_set(false);
    match answer {
        Ok(desk) => {
            let _ = now.try_set(desk);
        }
        Err(failure) => errors.show_failure(&failure, api.lang(), field_of),
    }
}

fn send(
    api: Api,
    (now, errors, busy): (Now, FormErrors, RwSignal<bool>),
    part: &'static str,
    request: impl Serialize + 'static,
) {
    let id = now.with_untracked(|desk| desk.dossier.id);
    busy.set(true);
    spawn_local(async move {
        let answer = api.post(&path::desk_dossier_part(id, part), &request, None).await;
        settle(api, answer, (now, errors, busy), str::to_owned);
    });
}

/// The version that was seen.
pub fn version(now: Now) -> u32 {
    now.with_untracked(|desk| desk.version)
}

/// A step that needs no word.
fn step(
    (now, part): (Now, &'static str),
    (title, hint): (&'static str, String),
    (label, busy_label): (&'static str, &'static str),
) -> AnyView {
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            errors.clear();
            let version = version(now);
            send(api, (now, errors, busy), part, StepDossier { version });
        }
    };
    view! {
        {error_summary(errors)}
        <form class="card stack-small" novalidate=true on:submit=submit>
            <h2>{title}</h2>
            <p class="muted">{hint}</p>
            <p>{submit_button(label, busy_label, busy)}</p>
        </form>
    }
    .into_any()
}

/// A dossier that waits: to be received, or refused.
pub fn waiting(desk: &DeskDossier, now: Now) -> AnyView {
    let lang = lang::current();
    let day = desk.due_if_received.map(format::day).unwrap_or_default();
    let mut hint = text::processing::receive_hint(lang, day);
    if let Some(unit) = &desk.goes_to {
        hint = format!("{hint} {}", text::processing::goes_to(lang, unit));
    }
    let receive = step(
        (now, "receipt"),
        (text::processing::receive_title(lang), hint),
        (
            text::processing::act_receive(lang),
            text::processing::receiving(lang),
        ),
    );
    let words = Words {
        title: text::processing::refuse_title(lang),
        hint: text::processing::refuse_hint(lang),
        act: text::processing::act_refuse(lang),
    };
    view! {
        {receive}
        {refusal(now, words)}
    }
    .into_any()
}

/// A dossier that was received: to be worked on, or stopped.
pub fn received(now: Now) -> AnyView {
    let lang = lang::current();
    let begin = step(
        (now, "beginning"),
        (
            text::processing::begin_title(lang),
            text::processing::begin_hint(lang).to_owned(),
        ),
        (
            text::processing::act_begin(lang),
            text::processing::beginning(lang),
        ),
    );
    view! {
        {begin}
        {stop(now)}
    }
    .into_any()
}

/// The end without a result, after a dossier was received.
pub fn stop(now: Now) -> AnyView {
    let lang = lang::current();
    let words = Words {
        title: text::processing::stop_title(lang),
        hint: text::processing::stop_hint(lang),
        act: text::processing::act_stop(lang),
    };
    refusal(now, words)
}

struct Words {
    title: &'static str,
    hint: &'static str,
    act: &'static str,
}

/// Folded away: most dossiers end otherwise.
fn refusal(now: Now, words: Words) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let ground = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            errors.clear();
            let request = RefuseDossier {
                version: version(now),
                ground: ground.get_untracked(),
                rules: Vec::new(),
            };
            send(api, (now, errors, busy), "refusal", request);
        }
    };
    let field = Field {
        hint: text::processing::ground_hint(lang),
        multiline: true,
        ..Field::new("ground", text::processing::ground(lang))
    };
    view! {
        <details class="card">
            <summary>
                <h2>{words.title}</h2>
            </summary>
            {error_summary(errors)}
            <form class="stack" novalidate=true on:submit=submit>
                <p class="muted">{words.hint}</p>
                {text_field(ground, errors, field)}
                <p>{quiet_submit_button(words.act, text::processing::refusing(lang), busy)}</p>
            </form>
        </details>
    }
    .into_any()
}
