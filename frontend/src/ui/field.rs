//! A labelled input: label, hint, error and input belong together, also for those who hear the page.

use crate::react::dynamic;
use crate::state::lang;
use crate::ui::FormErrors;
use leptos::prelude::*;
use motcua_shared::text;

/// The frame around an input: label, hint, error.
#[component]
pub fn FieldFrame(
    /// Id of the input.
    id: String,
    /// Its name.
    #[prop(into)]
    label: String,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// The input.
    children: Children,
) -> impl IntoView {
    let lang = lang::current();
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id>
                {label} {optional.then(|| view! { <span class="optional">" "{text::ui::optional(lang)}</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {dynamic(move || {
                let id = error_id.clone();
                error.get().map(|sentence| view! { <p class="field-error" id=id>{sentence}</p> })
            })}
            {children()}
        </div>
    }
    .into_any()
}

/// The ids that describe an input, for `aria-describedby`.
pub fn described_by(id: &str, has_hint: bool, error: Signal<Option<String>>) -> Signal<Option<String>> {
    let id = id.to_owned();
    Signal::derive(move || match (has_hint, error.with(Option::is_some)) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    })
}

/// What a text field is. Take `Field::new` and change what differs.
pub struct Field {
    /// Name of the field in the request; also the element's id.
    pub id: String,
    /// Its name on screen.
    pub label: &'static str,
    /// How to fill it in.
    pub hint: &'static str,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Several lines.
    pub multiline: bool,
    /// `type` of the input.
    pub kind: &'static str,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// Which keyboard a phone shows.
    pub inputmode: &'static str,
    /// A class beside `input`: `short`, `code-entry`.
    pub class: &'static str,
    /// Told after every keystroke of the person.
    pub on_edit: Option<Callback<()>>,
}

impl Field {
    /// One line of text that must be filled in.
    pub fn new(id: impl Into<String>, label: &'static str) -> Self {
        Self {
            id: id.into(),
            label,
            hint: "",
            optional: false,
            multiline: false,
            kind: "text",
            autocomplete: "off",
            inputmode: "text",
            class: "",
            on_edit: None,
        }
    }
}

/// One line of text, or several.
pub fn text_field(value: RwSignal<String>, errors: FormErrors, field: Field) -> AnyView {
    let Field {
        id,
        label,
        hint,
        optional,
        multiline,
        kind,
        autocomplete,
        inputmode,
        class,
        on_edit,
    } = field;
    let error = errors.of(&id);
    let described = described_by(&id, !hint.is_empty(), error);
    let invalid = move || error.with(Option::is_some).then_some("true");
    let input_id = id.clone();
    let class = format!("input {class}");
    let field = StoredValue::new(id.clone());
    let edited = move |typed: String| {
        // What was said about the field is about what it held before.
        field.with_value(|id| errors.clear_field(id));
        value.set(typed);
        if let Some(on_edit) = on_edit {
            on_edit.run(());
        }
    };
    let input = if multiline {
        view! {
            <textarea
                class=class
                id=input_id.clone()
                name=input_id
                rows="3"
                aria-invalid=invalid
                aria-describedby=move || described.get()
                prop:value=move || value.get()
                on:input=move |event| edited(event_target_value(&event))
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class=class
                type=kind
                id=input_id.clone()
                name=input_id
                autocomplete=autocomplete
                inputmode=inputmode
                aria-invalid=invalid
                aria-describedby=move || described.get()
                prop:value=move || value.get()
                on:input=move |event| edited(event_target_value(&event))
            />
        }
        .into_any()
    };
    view! { <FieldFrame id=id label=label hint=hint optional=optional error=error>{input}</FieldFrame> }
        .into_any()
}
