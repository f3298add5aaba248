//! One of a few: a group of radio buttons under a legend. The whole row is the target. What is wrong is said of the group,
//! and heard again with the button that has the focus.

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
        let has_hint = !hint.is_empty();
        let means = hint_id.clone();
        let described = move || match (has_hint, error.with(Option::is_some)) {
            (true, true) => Some(format!("{means} {id}-error")),
            (true, false) => Some(means.clone()),
            (false, true) => Some(format!("{id}-error")),
            (false, false) => None,
        };
        let hint = (!hint.is_empty()).then(|| view! { <span class="hint" id=hint_id>{hint}</span> });
        let same = own.clone();
        view! {
            <div class="radio">
                <input
                    type="radio"
                    id=input_id.clone()
                    name=id
                    value=own.clone()
                    aria-describedby=described
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
        <fieldset
            class="field radios"
            class:wrong=move || error.with(Option::is_some)
            role="radiogroup"
            aria-invalid=move || error.with(Option::is_some).then_some("true")
        >
            <legend>{legend}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            {dynamic(move || {
                error.get().map(|sentence| view! { <p class="field-error" id=format!("{id}-error")>{sentence}</p> })
            })}
            {dynamic(move || choices.get().into_iter().enumerate().map(row).collect_view())}
        </fieldset>
    }
    .into_any()
}
