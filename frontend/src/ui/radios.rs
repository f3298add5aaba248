//! One of a few: a group of radio buttons under a legend. The whole row is the target.

use crate::react::dynamic;
use crate::ui::FormErrors;
use leptos::prelude::*;

/// One entry: the value that travels, the words on screen, and what they mean.
#[derive(Clone, PartialEq, Eq)]
pub struct RadioChoice {
    /// Travels.
    pub value: String,
    /// Is read.
    pub label: String,
    /// In one sentence; may be empty.
    pub hint: String,
}

/// The group. Its id is the id of the first button, so that an error summary can lead there.
#[component]
pub fn Radios(
    /// Name of the field in the request; also the id of the first button.
    id: &'static str,
    /// What is asked.
    #[prop(into)]
    legend: String,
    /// How to choose.
    #[prop(optional, into)]
    hint: String,
    /// The entries.
    #[prop(into)]
    choices: Signal<Vec<RadioChoice>>,
    /// The chosen value.
    value: RwSignal<String>,
    /// The errors of the form.
    errors: FormErrors,
) -> impl IntoView {
    let error = errors.of(id);
    let row = move |(index, choice): (usize, RadioChoice)| {
        let RadioChoice {
            value: own,
            label,
            hint,
        } = choice;
        let input_id = if index == 0 {
            id.to_owned()
        } else {
            format!("{id}-{index}")
        };
        let hint_id = format!("{input_id}-means");
        let means = (!hint.is_empty()).then(|| hint_id.clone());
        let hint = (!hint.is_empty()).then(|| view! { <span class="hint" id=hint_id>{hint}</span> });
        let same = own.clone();
        view! {
            <div class="radio">
                <input
                    type="radio"
                    id=input_id.clone()
                    name=id
                    value=own.clone()
                    aria-describedby=means
                    prop:checked=move || value.with(|value| *value == same)
                    on:change=move |_| {
                        errors.clear_field(id);
                        value.set(own.clone());
                    }
                />
                <label class="option" for=input_id>
                    {label} {hint}
                </label>
            </div>
        }
        .into_any()
    };
    view! {
        <fieldset class="field radios" class:wrong=move || error.with(Option::is_some)>
            <legend>{legend}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            {dynamic(move || error.get().map(|sentence| view! { <p class="field-error">{sentence}</p> }))}
            {dynamic(move || choices.get().into_iter().enumerate().map(row).collect_view())}
        </fieldset>
    }
    .into_any()
}
