//! A unit found by words of its name, then chosen from what was found.

use crate::api::{Load, load};
use crate::dom;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{Choice, Field, FormErrors, Select, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::text;

/// What the two fields say.
pub struct UnitWords {
    /// Label and hint of the search.
    pub search: [&'static str; 2],
    /// Nothing was found.
    pub none: &'static str,
    /// Label and hint of the list.
    pub unit: [String; 2],
}

/// Both fields. `address` lists units by `q`; the chosen id goes into `chosen`, which is emptied when what is found has it no more.
pub fn unit_picker(
    address: &'static str,
    typed: RwSignal<String>,
    chosen: RwSignal<String>,
    errors: FormErrors,
    words: UnitWords,
) -> AnyView {
    let lang = lang::current();
    let found = load::<Vec<UnitView>>(move || {
        format!("{address}?q={}", typed.with(|typed| dom::encode(typed.trim())))
    });
    // While the next answer is on its way the last one stands.
    let units = Memo::new(move |before: Option<&Vec<Choice>>| match found.get() {
        Load::Ready(list) => list
            .into_iter()
            .map(|unit| Choice {
                value: unit.id.to_string(),
                label: unit.name,
            })
            .collect(),
        Load::Loading | Load::Failed(_) => before.cloned().unwrap_or_default(),
    });
    effect(move || {
        let has_chosen = units.with(|units| {
            units
                .iter()
                .any(|unit| chosen.with_untracked(|id| *id == unit.value))
        });
        // What was chosen before a reload waits for the first answer.
        if !has_chosen && matches!(untrack(|| found.get()), Load::Ready(_)) {
            chosen.set(String::new());
        }
    });
    let [label, hint] = words.search;
    let search = Field {
        hint,
        optional: true,
        ..Field::new("unit-search", label)
    };
    let none = dynamic(move || {
        let is_none = matches!(found.get(), Load::Ready(list) if list.is_empty());
        is_none.then(|| view! { <p class="hint">{words.none}</p> })
    });
    let [label, hint] = words.unit;
    view! {
        {text_field(typed, FormErrors::new(), search)}
        <div role="status">{none}</div>
        <Select
            id="unit_id"
            label=label
            hint=hint
            placeholder=text::ui::choose(lang)
            choices=units
            value=chosen
            errors=errors
        />
    }
    .into_any()
}
