//! A tick with its label and hint; the whole row is the target.

use leptos::prelude::*;

/// One yes-or-no choice. `id` is the name of the field in the request, too; `hint` says what the choice means.
pub fn checkbox(
    id: impl Into<String>,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<bool>,
) -> AnyView {
    tick(id.into(), label, hint, value)
}

fn tick(id: String, label: &'static str, hint: &'static str, value: RwSignal<bool>) -> AnyView {
    view! {
        <label class="check" for=id>
            <input
                type="checkbox"
                id=id.clone()
                name=id.clone()
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>
                <span class="strong">{label}</span>
                {(!hint.is_empty()).then(|| view! { <span class="hint">{hint}</span> })}
            </span>
        </label>
    }
    .into_any()
}
