//! Asking for somebody who stands at the desk.

use crate::api::Api;
use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::certified::own_new::categories;
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, Select, checkbox, error_summary, page_heading, submit_button, text_field,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::rule::parse_identity_number;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{AskCopyAtDesk, CopyView};
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/chung-thuc/moi`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let (busy, is_present) = (RwSignal::new(false), RwSignal::new(false));
    let [number, category, description, pages] = [(); 4].map(|()| RwSignal::new(String::new()));
    let key = new_key();
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let required = |field: &str| errors.mark(field, of_code(ErrorCode::Required, lang));
        if let Err(code) = number.with_untracked(|text| parse_identity_number(text)) {
            errors.mark("identity_number", of_code(code, lang));
        }
        if category.with_untracked(String::is_empty) {
            required("category_code");
        }
        if description.with_untracked(|text| text.trim().is_empty()) {
            required("description");
        }
        let count = pages.with_untracked(|text| text.trim().parse::<u32>().ok());
        if count.is_none() {
            required("pages");
        }
        if !is_present.get_untracked() {
            errors.mark("is_present", text::certified::present_needed(lang).to_owned());
        }
        let (false, Some(pages)) = (errors.show(), count) else {
            return;
        };
        busy.set(true);
        let request = AskCopyAtDesk {
            identity_number: number.get_untracked(),
            is_present: true,
            category_code: category.get_untracked(),
            description: description.get_untracked(),
            pages,
        };
        let (key, navigate) = (key.clone(), navigate.clone());
        spawn_local(async move {
            let answer = api
                .post::<CopyView>(path::DESK_COPIES, &request, Some(&key))
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(copy) => navigate(&format!("/can-bo/chung-thuc/{}", copy.id), Default::default()),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let who = Field {
        hint: text::desk::number_hint(lang),
        inputmode: "numeric",
        ..Field::new("identity_number", text::desk::number(lang))
    };
    let what = Field {
        hint: text::certified::original_hint(lang),
        ..Field::new("description", text::certified::original(lang))
    };
    let count = Field {
        inputmode: "numeric",
        class: "short",
        ..Field::new("pages", text::certified::pages(lang))
    };
    view! {
        <div class="narrow">
            <a class="back" href="/can-bo/chung-thuc">
                <span aria-hidden="true">"←"</span>
                {text::certified::desk_title(lang)}
            </a>
            {error_summary(errors)}
            {page_heading(text::certified::desk_add(lang))}
            <form class="card stack" novalidate=true on:submit=submit>
                {text_field(number, errors, who)}
                {checkbox(
                    "is_present",
                    text::certified::present(lang),
                    text::certified::present_hint(lang),
                    is_present,
                )}
                <Select
                    id="category_code"
                    label=text::certified::category(lang)
                    placeholder=text::certified::choose(lang)
                    choices=categories(api)
                    value=category
                    errors=errors
                />
                {text_field(description, errors, what)}
                {text_field(pages, errors, count)}
                {submit_button(text::certified::go_on(lang), text::certified::sending(lang), busy)}
            </form>
        </div>
    }
    .into_any()
}
