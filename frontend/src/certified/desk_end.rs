//! How it ends: issued, or refused on a ground of the law.

use crate::api::Api;
use crate::api::failure::of_code;
use crate::certified::words;
use crate::state::lang;
use crate::ui::{Choice, Field, FormErrors, Select, quiet_submit_button, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{CopyView, RefusalGround, RefuseCopy, SeenVersion};
use serde::Serialize;
use wasm_bindgen_futures::spawn_local;

/// Puts the copy into the owner's vault.
pub fn issue(copy: &CopyView, now: RwSignal<CopyView>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let busy = RwSignal::new(false);
    let (address, version) = (path::desk_copy_part(copy.id, "issue"), copy.version);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send(address.clone(), SeenVersion { version }, now, errors, busy);
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{text::certified::issue(lang)}</h2>
            <p>{text::certified::issue_hint(lang, &copy.owner)}</p>
            {submit_button(text::certified::issue_do(lang), text::certified::sending(lang), busy)}
        </form>
    }
    .into_any()
}

fn send<B: Serialize + 'static>(
    address: String,
    body: B,
    now: RwSignal<CopyView>,
    errors: FormErrors,
    busy: RwSignal<bool>,
) {
    if busy.get_untracked() {
        return;
    }
    let api = Api::current();
    errors.clear();
    busy.set(true);
    spawn_local(async move {
        let answer = api.post::<CopyView>(&address, &body, None).await;
        let _ = busy.try_set(false);
        match answer {
            Ok(copy) => {
                let _ = now.try_set(copy);
            }
            Err(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
        }
    });
}

/// Says no.
pub fn refusal(copy: &CopyView, now: RwSignal<CopyView>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let busy = RwSignal::new(false);
    let [ground, note] = [(); 2].map(|()| RwSignal::new(String::new()));
    let (address, version) = (path::desk_copy_part(copy.id, "refusal"), copy.version);
    let choices: Vec<Choice> = RefusalGround::ALL
        .into_iter()
        .map(|one| Choice {
            value: words::ground_value(one),
            label: words::ground(one, lang).to_owned(),
        })
        .collect();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let chosen = ground.with_untracked(|value| {
            let all = RefusalGround::ALL.into_iter();
            let mut all = all.filter(|one| words::ground_value(*one) == *value);
            all.next()
        });
        let Some(ground) = chosen else {
            errors.clear();
            errors.mark("ground", of_code(ErrorCode::Required, lang));
            errors.show();
            return;
        };
        let body = RefuseCopy {
            version,
            ground,
            note: Some(note.get_untracked()),
        };
        send(address.clone(), body, now, errors, busy);
    };
    let words = Field {
        hint: text::certified::refusal_note_hint(lang),
        multiline: true,
        ..Field::new("note", text::certified::refusal_note(lang))
    };
    view! {
        <details class="card">
            <summary>{text::certified::refuse(lang)}</summary>
            <form class="stack" novalidate=true on:submit=submit>
                <Select
                    id="ground"
                    label=text::certified::refusal_ground(lang)
                    placeholder=text::certified::choose(lang)
                    choices=Signal::stored(choices)
                    value=ground
                    errors=errors
                />
                {text_field(note, errors, words)}
                {quiet_submit_button(text::certified::refuse_do(lang), text::certified::sending(lang), busy)}
            </form>
        </details>
    }
    .into_any()
}
