//! A tick with its label and hint; the whole row is the target.

use leptos::prelude::*;

/// One yes-or-no choice.
#[component]
pub fn Checkbox(
    /// Name of the field in the request; also the element's id.
    id: &'static str,
    /// What the tick says.
    label: &'static str,
    /// What it means, in one sentence.
    #[prop(optional)]
    hint: &'static str,
    /// The state.
    value: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="check" for=id>
            <input
                type="checkbox"
                id=id
                name=id
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>
                <span class="strong">{label}</span>
                {(!hint.is_empty()).then(|| view! { <span class="hint">{hint}</span> })}
            </span>
        </label>
    }
}
