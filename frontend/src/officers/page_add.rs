//! Adding an officer.

use super::form::{self, Fields};
use crate::api::Api;
use crate::state::{lang, notice};
use crate::ui::{Field, FormErrors, error_summary, page_heading, submit_button, text_field};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::identity::staff::{AddOfficer, OfficerForm, OfficerView};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/nguoi-dung/moi`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let number = RwSignal::new(String::new());
    let fields = Fields::new(OfficerForm {
        unit_id: super::chosen_unit().get_untracked(),
        ..OfficerForm::default()
    });
    let notice = notice::current();
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let navigate = navigate.clone();
        let request = AddOfficer {
            identity_number: number.get_untracked(),
            form: fields.form(),
        };
        spawn_local(async move {
            let answer = api.post::<OfficerView>(path::STAFF, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(officer) => {
                    notice.leave(text::staff::added(lang, officer.form.name));
                    navigate(&format!("{}/{}", super::LIST, officer.id), Default::default());
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let field = Field {
        hint: text::staff::number_hint(lang),
        inputmode: "numeric",
        ..Field::new("identity_number", text::staff::number(lang))
    };
    view! {
        <div class="narrow">
            {super::back()}
            {error_summary(errors)}
            {page_heading(text::staff::add(lang))}
            <p>{text::staff::add_hint(lang)}</p>
            <form class="card stack" novalidate=true on:submit=submit>
                <h2>{text::staff::card(lang)}</h2>
                {text_field(number, errors, field)}
                {form::named(fields, errors)}
                {form::card(fields, errors)}
                <h2>{text::staff::work(lang)}</h2>
                {form::held(fields, errors)}
                {submit_button(text::staff::add(lang), text::staff::saving(lang), busy)}
            </form>
        </div>
    }
    .into_any()
}
