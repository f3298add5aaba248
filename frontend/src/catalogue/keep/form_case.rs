//! The cases of a procedure.

use super::draft::{CaseRow, Draft};
use super::form::row_acts;
use crate::react::dynamic;
use crate::ui::{Choice, Field, FormErrors, Select, text_field};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};

/// All of them, and one more.
pub fn cases(draft: Draft, errors: FormErrors, lang: Lang) -> AnyView {
    let rows = dynamic(move || {
        let rows = draft.cases.get().into_iter().enumerate();
        rows.map(|(at, row)| case(draft, row, at, errors, lang))
            .collect::<Vec<_>>()
    });
    view! {
        <section class="card stack" id="cases">
            <h2>{text::keeping::cases(lang)}</h2>
            {rows}
            <button type="button" class="btn quiet" on:click=move |_| draft.add_case()>
                {text::keeping::case_add(lang)}
            </button>
        </section>
    }
    .into_any()
}

/// What times are counted in.
fn units(lang: Lang) -> Vec<Choice> {
    let named = [
        ("working", text::keeping::unit_working(lang)),
        ("days", text::keeping::unit_days(lang)),
        ("hours", text::keeping::unit_hours(lang)),
        ("months", text::keeping::unit_months(lang)),
    ];
    named
        .map(|(value, label)| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
        })
        .to_vec()
}

fn case(draft: Draft, row: CaseRow, at: usize, errors: FormErrors, lang: Lang) -> AnyView {
    let id = |field: &str| format!("cases.{at}.{field}");
    let short = |field: &str, label| Field {
        inputmode: "decimal",
        class: "short",
        ..Field::new(id(field), label)
    };
    let title = text::keeping::case_n(lang, at + 1);
    let acts = row_acts(draft.cases, at, title.clone(), lang);
    view! {
        <fieldset class="keeping-row">
            <legend>{title}</legend>
            {text_field(row.name, errors, Field { multiline: true, ..Field::new(id("name"), text::keeping::case_name(lang)) })}
            <div class="keeping-three">
                {text_field(row.amount, errors, short("working_time", text::keeping::time(lang)))}
                <Select id=id("unit") label=text::keeping::time_unit(lang) choices=units(lang) value=row.unit errors=errors />
                {text_field(row.fee, errors, short("fee", text::keeping::fee(lang)))}
            </div>
            {acts}
        </fieldset>
    }
    .into_any()
}
