//! A native list to choose from.

use crate::react::dynamic;
use crate::ui::FormErrors;
use crate::ui::field::{FieldFrame, described_by};
use leptos::prelude::*;

/// One entry: the value that travels and the words on screen.
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    /// Travels.
    pub value: String,
    /// Is read.
    pub label: String,
}

/// A labelled list. The empty value is "not chosen yet".
#[component]
pub fn Select(
    /// Name of the field in the request; also the element's id.
    #[prop(into)]
    id: String,
    /// Its name.
    #[prop(into)]
    label: String,
    /// How to choose.
    #[prop(optional, into)]
    hint: String,
    /// What stands for "not chosen yet"; absent when there is always a choice.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// The entries.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The chosen value.
    value: RwSignal<String>,
    /// The errors of the form.
    errors: FormErrors,
) -> impl IntoView {
    let error = errors.of(&id);
    let described = described_by(&id, !hint.is_empty(), error);
    let field = id.clone();
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        view! {
            <option value=choice.value selected=move || value.with(|value| *value == own)>
                {choice.label}
            </option>
        }
    };
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error>
            <select
                class="input"
                id=id.clone()
                name=id
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                on:change=move |event| {
                    errors.clear_field(&field);
                    value.set(event_target_value(&event));
                }
            >
                {placeholder.map(|words| view! { <option value="">{words}</option> })}
                {dynamic(move || choices.get().into_iter().map(option).collect_view())}
            </select>
        </FieldFrame>
    }
    .into_any()
}
