//! Somebody found an account under their number that is not theirs: what the desk needs to settle it.

use crate::api::Api;
use crate::api::failure::of_code;
use crate::identity::proof;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Field, FormErrors, Tone, error_summary, page_heading, submit_button, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::identity::person::parse_name;
use motcua_shared::identity::registration::ClaimAccount;
use motcua_shared::identity::rule::{parse_identity_number, parse_phone};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/dang-ky/khong-phai-toi`
pub fn page() -> AnyView {
    let lang = lang::current();
    let is_sent = RwSignal::new(false);
    view! {
        <div class="narrow">
            {dynamic(move || {
                if is_sent.get() {
                    let next = view! { <p>{text::identity::claim_sent_hint(lang)}</p> };
                    view! {
                        {page_heading(text::identity::claim_title(lang))}
                        <div role="status">{verdict(Tone::Ok, text::identity::claim_sent(lang), next)}</div>
                        <p class="actions gap-above">
                            <a href="/">{text::layout::to_home(lang)}</a>
                        </p>
                    }
                        .into_any()
                } else {
                    form(is_sent)
                }
            })}
        </div>
    }
    .into_any()
}

fn form(is_sent: RwSignal<bool>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let [number, name, phone, note] = [(); 4].map(|()| RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let found = [
            (
                "identity_number",
                number.with_untracked(|text| parse_identity_number(text)).err(),
            ),
            ("name", name.with_untracked(|text| parse_name(text)).err()),
            ("phone", phone.with_untracked(|text| parse_phone(text)).err()),
        ];
        for (field, code) in found {
            if let Some(code) = code {
                errors.mark(field, of_code(code, lang));
            }
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let mut request = ClaimAccount {
            identity_number: number.get_untracked(),
            name: name.get_untracked(),
            phone: phone.get_untracked(),
            note: Some(note.get_untracked()).filter(|note| !note.trim().is_empty()),
            proof: String::new(),
        };
        spawn_local(async move {
            let answer: Result<(), _> = match proof::solve(api).await {
                Ok(proof) => {
                    request.proof = proof;
                    api.post(path::ACCOUNT_CLAIMS, &request, None).await
                }
                Err(failure) => Err(failure),
            };
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = is_sent.try_set(true);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let number_field = Field {
        hint: text::identity::number_hint(lang),
        inputmode: "numeric",
        ..Field::new("identity_number", text::identity::number(lang))
    };
    let name_field = Field {
        hint: text::identity::name_hint(lang),
        autocomplete: "name",
        ..Field::new("name", text::identity::name(lang))
    };
    let phone_field = Field {
        hint: text::identity::claim_phone_hint(lang),
        kind: "tel",
        autocomplete: "tel",
        inputmode: "tel",
        ..Field::new("phone", text::identity::phone(lang))
    };
    let note_field = Field {
        optional: true,
        multiline: true,
        ..Field::new("note", text::identity::claim_note(lang))
    };
    view! {
        {error_summary(errors)}
        {page_heading(text::identity::claim_title(lang))}
        <p>{text::identity::claim_hint(lang)}</p>
        <form class="card stack" novalidate=true on:submit=submit>
            {text_field(number, errors, number_field)}
            {text_field(name, errors, name_field)}
            {text_field(phone, errors, phone_field)}
            {text_field(note, errors, note_field)}
            <p class="hint">{text::identity::proof_hint(lang)}</p>
            {submit_button(text::identity::claim_send(lang), text::identity::proving(lang), busy)}
        </form>
    }
    .into_any()
}
