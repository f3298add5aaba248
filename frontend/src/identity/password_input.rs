//! A password: hidden, and shown when the person wants to see what was typed. Pasting and password managers work.

use crate::state::lang;
use crate::ui::FormErrors;
use crate::ui::field::{FieldFrame, described_by};
use leptos::prelude::*;
use motcua_shared::text;

/// The field. `autocomplete` is `current-password` or `new-password`; `described` is the id of what describes it besides.
pub fn password_input(
    id: &'static str,
    label: &'static str,
    autocomplete: &'static str,
    described: &'static str,
    value: RwSignal<String>,
    errors: FormErrors,
) -> AnyView {
    let lang = lang::current();
    let error = errors.of(id);
    let error_id = described_by(id, false, error);
    let described = move || match error_id.get() {
        Some(error) => Some(format!("{error} {described}")),
        None => (!described.is_empty()).then(|| described.to_owned()),
    };
    let shown = RwSignal::new(false);
    let toggle_label = move || {
        if shown.get() {
            text::identity::hide_password_label(lang)
        } else {
            text::identity::show_password_label(lang)
        }
    };
    let toggle = move || {
        if shown.get() {
            text::identity::hide_password(lang)
        } else {
            text::identity::show_password(lang)
        }
    };
    view! {
        <FieldFrame id=id.to_owned() label=label error=error>
            <div class="input-with-button">
                <input
                    class="input"
                    type=move || if shown.get() { "text" } else { "password" }
                    id=id
                    name=id
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    prop:value=move || value.get()
                    on:input=move |event| {
                        errors.clear_field(id);
                        value.set(event_target_value(&event));
                    }
                />
                <button
                    type="button"
                    class="btn quiet short"
                    aria-label=toggle_label
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {toggle}
                </button>
            </div>
        </FieldFrame>
    }
    .into_any()
}
