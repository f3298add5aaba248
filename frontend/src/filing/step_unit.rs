//! Step 1: which unit decides, and which case it is.

use crate::api::{Load, load};
use crate::dom;
use crate::filing::form::{Form, Then};
use crate::filing::model::{Step, narrow};
use crate::filing::saving::Saving;
use crate::react::dynamic;
use crate::ui::{Field, FormErrors, RadioChoice, Radios, failure_box, skeleton, text_field};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{Case, UnitView};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};

/// Units shown at once; more are found by typing.
const SHOWN: usize = 7;

/// The page.
pub fn view(saving: Saving) -> AnyView {
    let form = Form::new(saving, Step::Unit);
    let lang = form.lang;
    let (code, cases) = form.draft.view.with_untracked(|view| {
        let definition = &view.procedure.definition;
        (definition.code.clone(), definition.cases.clone())
    });
    let unit = saving.field("unit_id");
    let case = saving.field("case_id");
    let units = load::<Vec<UnitView>>(move || path::procedure_units(&dom::encode(&code)));
    let retry = Callback::new(move |()| units.retry());
    let unit_question = dynamic(move || match units.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(units) => unit_question(units, unit, form),
    });
    let submit = Callback::new(move |(then,)| {
        form.errors.clear();
        if then == Then::GoOn {
            if unit.with_untracked(String::is_empty) {
                form.errors
                    .mark("unit_id", text::filing::unit_needed(lang).to_owned());
            }
            if case.with_untracked(String::is_empty) {
                form.errors
                    .mark("case_id", text::filing::case_needed(lang).to_owned());
            }
            if form.errors.show() {
                return;
            }
        }
        form.save(then);
    });
    let cases: Vec<RadioChoice> = cases.iter().map(|case| case_choice(case, lang)).collect();
    let questions = view! {
        {unit_question}
        <Radios
            id="case_id"
            legend=text::filing::case_question(lang)
            hint=text::filing::case_hint(lang)
            choices=Signal::stored(cases)
            value=case
            errors=form.errors
        />
    };
    form.page(submit, questions.into_any())
}

fn unit_question(units: Vec<UnitView>, unit: RwSignal<String>, form: Form) -> AnyView {
    let lang = form.lang;
    let typed = RwSignal::new(String::new());
    let many = units.len() > SHOWN;
    let found = Memo::new(move |_| {
        let chosen = unit.get_untracked();
        typed.with(|typed| narrow(&units, typed, &chosen, SHOWN))
    });
    let choices = Signal::derive(move || {
        found.with(|(units, _)| {
            units
                .iter()
                .map(|unit| unit_choice(unit, lang))
                .collect::<Vec<_>>()
        })
    });
    let filter = many.then(|| {
        text_field(
            typed,
            FormErrors::new(),
            Field {
                hint: text::filing::unit_search_hint(lang),
                kind: "search",
                ..Field::new("unit-search", text::filing::unit_search(lang))
            },
        )
    });
    let more = dynamic(move || {
        found.with(|(units, more)| match (units.is_empty(), *more) {
            (true, _) => text::filing::unit_none(lang).to_owned(),
            (false, 0) => String::new(),
            (false, more) => text::filing::unit_more(lang, more),
        })
    });
    view! {
        <div class="stack">
            {filter}
            <Radios
                id="unit_id"
                legend=text::filing::unit_question(lang)
                choices=choices
                value=unit
                errors=form.errors
            />
            <p class="hint" role="status">{more}</p>
        </div>
    }
    .into_any()
}

fn unit_choice(unit: &UnitView, lang: Lang) -> RadioChoice {
    RadioChoice {
        value: unit.id.to_string(),
        label: unit.name.clone(),
        hint: words::level(unit.level, lang).to_owned(),
    }
}

/// "1 ngày làm việc – không xác minh", with the fee under it.
fn case_choice(case: &Case, lang: Lang) -> RadioChoice {
    let time = words::working_time(case.working_time, lang);
    RadioChoice {
        value: case.id.clone(),
        label: text::catalogue::time_and_name(lang, &case.name, time),
        hint: text::filing::fee(lang, words::fee(case.fee, lang)),
    }
}
