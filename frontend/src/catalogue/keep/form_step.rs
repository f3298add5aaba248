//! The steps of the proceeding.

use super::draft::{Draft, StepRow};
use super::form::row_acts;
use crate::react::dynamic;
use crate::ui::{Field, FormErrors, text_field};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};

/// All of them, and one more.
pub fn steps(draft: Draft, errors: FormErrors, lang: Lang) -> AnyView {
    let rows = dynamic(move || {
        let rows = draft.steps.get().into_iter().enumerate();
        rows.map(|(at, row)| step(draft, row, at, errors, lang))
            .collect::<Vec<_>>()
    });
    view! {
        <h3 id="guidance.steps">{text::keeping::steps(lang)}</h3>
        {rows}
        <button type="button" class="btn quiet" on:click=move |_| draft.add_step()>
            {text::keeping::step_add(lang)}
        </button>
    }
    .into_any()
}

fn step(draft: Draft, row: StepRow, at: usize, errors: FormErrors, lang: Lang) -> AnyView {
    let title = text::keeping::step_n(lang, at + 1);
    let name = Field {
        optional: true,
        ..Field::new(format!("steps.{at}.name"), text::keeping::step_name(lang))
    };
    let words = Field {
        multiline: true,
        ..Field::new(format!("guidance.steps.{at}"), text::keeping::step_text(lang))
    };
    let acts = row_acts(draft.steps, at, title.clone(), lang);
    view! {
        <fieldset class="keeping-row">
            <legend>{title}</legend>
            {text_field(row.name, errors, name)}
            {text_field(row.text, errors, words)}
            {acts}
        </fieldset>
    }
    .into_any()
}
