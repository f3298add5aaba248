//! Step 1: which unit decides, which case it is, and at which desk it is handed in.

use crate::api::upload::sleep;
use crate::api::{Load, load};
use crate::dom;
use crate::filing::form::{Form, Then};
use crate::filing::model::{PLACE, Step, narrow};
use crate::filing::saving::Saving;
use crate::react::dynamic;
use crate::ui::{Field, FormErrors, RadioChoice, Radios, failure_box, skeleton, text_field};
use crate::words;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{Case, UnitView};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// Units shown at once; more are found by typing.
const SHOWN: usize = 7;
const SEARCH_PLACE: &str = "place-search";
/// Behind the button that stands for the desk of the unit that decides.
const FIRST_PLACE: &str = "submission.place-1";

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
    let place = saving.field(PLACE);
    let places = load::<Vec<UnitView>>(|| path::PLACES_OF_SUBMISSION.to_owned());
    let again = Callback::new(move |()| places.retry());
    let place_question = dynamic(move || match places.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, again),
        Load::Ready(places) => place_question(places, (place, unit), form),
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
        {place_question}
    };
    form.page(submit, questions.into_any())
}

fn unit_question(units: Vec<UnitView>, unit: RwSignal<String>, form: Form) -> AnyView {
    let lang = form.lang;
    let typed = RwSignal::new(String::new());
    let filter = (units.len() > SHOWN).then(|| {
        let label = text::filing::unit_search(lang);
        search("unit-search", label, typed, lang)
    });
    let found = Memo::new(move |_| {
        let chosen = unit.get_untracked();
        typed.with(|typed| narrow(&units, typed, &chosen, SHOWN))
    });
    let choices = Signal::derive(move || found.with(|(units, _)| unit_choices(units, lang)));
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
            {count_more(found, lang)}
        </div>
    }
    .into_any()
}

/// "Nơi nộp hồ sơ": straight to the unit that decides, unless somebody wants another desk.
fn place_question(
    places: Vec<UnitView>,
    (place, unit): (RwSignal<String>, RwSignal<String>),
    form: Form,
) -> AnyView {
    let lang = form.lang;
    let many = places.len() > SHOWN;
    let others = Memo::new(move |_| {
        let is_other = |one: &&UnitView| unit.with(|unit| one.id.to_string() != *unit);
        places.iter().filter(is_other).cloned().collect::<Vec<_>>()
    });
    let typed = RwSignal::new(String::new());
    let is_open = RwSignal::new(false);
    let found = Memo::new(move |_| {
        let chosen = place.get_untracked();
        let most = if is_open.get() {
            SHOWN
        } else {
            usize::from(!chosen.is_empty())
        };
        others.with(|others| typed.with(|typed| narrow(others, typed, &chosen, most)))
    });
    let choices = Signal::derive(move || {
        let straight = RadioChoice {
            value: String::new(),
            label: text::filing::place_direct(lang).to_owned(),
            hint: text::filing::place_direct_hint(lang).to_owned(),
        };
        let mut choices = vec![straight];
        found.with(|(units, _)| choices.extend(unit_choices(units, lang)));
        choices
    });
    let open = move |_| {
        is_open.set(true);
        spawn_local(async move {
            sleep(0).await;
            // The button that had the focus is gone.
            dom::focus(if many { SEARCH_PLACE } else { FIRST_PLACE });
        });
    };
    let way = dynamic(move || {
        if is_open.get() {
            let label = text::filing::place_search(lang);
            many.then(|| {
                view! {
                    {search(SEARCH_PLACE, label, typed, lang)}
                    {count_more(found, lang)}
                }
            })
            .into_any()
        } else {
            view! {
                <button type="button" class="btn text" on:click=open>
                    {text::filing::place_other(lang)}
                </button>
            }
            .into_any()
        }
    });
    let question = move || {
        view! {
            <div class="stack">
                <Radios
                    id=PLACE
                    legend=text::filing::place_question(lang)
                    hint=text::filing::place_hint(lang)
                    choices=choices
                    value=place
                    errors=form.errors
                />
                {way}
            </div>
        }
        .into_any()
    };
    match others.with_untracked(Vec::is_empty) && place.with_untracked(String::is_empty) {
        true => ().into_any(),
        false => question(),
    }
}

fn search(id: &'static str, label: &'static str, typed: RwSignal<String>, lang: Lang) -> AnyView {
    let field = Field {
        hint: text::filing::unit_search_hint(lang),
        kind: "search",
        ..Field::new(id, label)
    };
    text_field(typed, FormErrors::new(), field).into_any()
}

/// What was found, in a sentence, where there is more than is shown.
fn count_more(found: Memo<(Vec<UnitView>, usize)>, lang: Lang) -> AnyView {
    let more = dynamic(move || {
        found.with(|(units, more)| match (units.is_empty(), *more) {
            (true, _) => text::filing::unit_none(lang).to_owned(),
            (false, 0) => String::new(),
            (false, more) => text::filing::unit_more(lang, more),
        })
    });
    view! {
        <p class="hint" role="status">
            {more}
        </p>
    }
    .into_any()
}

fn unit_choices(units: &[UnitView], lang: Lang) -> Vec<RadioChoice> {
    let choice = |unit: &UnitView| RadioChoice {
        value: unit.id.to_string(),
        label: unit.name.clone(),
        hint: words::level(unit.level, lang).to_owned(),
    };
    units.iter().map(choice).collect()
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
