//! The form of a procedure: what is common, and the parts in their order.

use super::draft::{APPLICANTS, DELIVERIES, Draft, LEVELS};
use super::form_case::cases;
use super::form_component::{Around, components};
use super::form_schema::schema;
use super::form_step::steps;
use super::form_template::templates;
use super::form_workflow::workflow;
use crate::react::dynamic;
use crate::ui::{Field, FormErrors, RadioChoice, Radios, text_field};
use crate::words::{applicants, delivery, level};
use leptos::prelude::*;
use motcua_shared::catalogue::life_event::LifeEvent;
use motcua_shared::text::{self, Lang};

/// Several of some values, as ticks; what is ticked keeps the order of the values.
pub fn ticks<T>(id: String, named: Vec<(T, String)>, chosen: RwSignal<Vec<T>>) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let order: Vec<T> = named.iter().map(|(value, _)| value.clone()).collect();
    let order = StoredValue::new(order);
    let rows: Vec<AnyView> = named
        .into_iter()
        .enumerate()
        .map(|(at, (value, name))| {
            let own = value.clone();
            let checked = Signal::derive(move || chosen.with(|chosen| chosen.contains(&own)));
            let change = Callback::new(move |is_on: bool| {
                chosen.update(|chosen| {
                    chosen.retain(|one| *one != value);
                    if is_on {
                        chosen.push(value.clone());
                    }
                    let place = |one: &T| {
                        order
                            .with_value(|order| order.iter().position(|own| own == one).unwrap_or(usize::MAX))
                    };
                    chosen.sort_by_key(place);
                });
            });
            let id = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            tick(id, name, checked, change)
        })
        .collect();
    view! { <div class="keeping-ticks">{rows}</div> }.into_any()
}

fn tick(id: String, name: String, checked: Signal<bool>, change: Callback<bool>) -> AnyView {
    let own = id.clone();
    view! {
        <label class="check" for=own>
            <input
                type="checkbox"
                id=id
                prop:checked=move || checked.get()
                on:change=move |event| change.run(event_target_checked(&event))
            />
            <span>{name}</span>
        </label>
    }
    .into_any()
}

/// A group of ticks with what is wrong with it.
fn group<T>(
    id: &'static str,
    legend: &'static str,
    hint: &'static str,
    named: Vec<(T, String)>,
    chosen: RwSignal<Vec<T>>,
    errors: FormErrors,
) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let error = errors.of(id);
    framed(legend, hint, error, ticks(id.to_owned(), named, chosen))
}

fn framed(legend: &'static str, hint: &'static str, error: Signal<Option<String>>, rows: AnyView) -> AnyView {
    view! {
        <fieldset class="field" class:wrong=move || error.with(Option::is_some)>
            <legend>{legend}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            {dynamic(move || error.get().map(|sentence| view! { <p class="field-error">{sentence}</p> }))}
            {rows}
        </fieldset>
    }
    .into_any()
}

/// What may be done with a row: one place up, or away with it.
pub fn row_acts<T: Send + Sync + 'static>(
    rows: RwSignal<Vec<T>>,
    at: usize,
    name: String,
    lang: Lang,
) -> AnyView {
    let up = Callback::new(move |()| {
        rows.update(|rows| {
            if at > 0 && at < rows.len() {
                rows.swap(at - 1, at);
            }
        });
    });
    let away = Callback::new(move |()| {
        rows.update(|rows| {
            if at < rows.len() {
                rows.remove(at);
            }
        });
    });
    acts(at > 0, up, away, &name, lang)
}

fn acts(is_movable: bool, up: Callback<()>, away: Callback<()>, name: &str, lang: Lang) -> AnyView {
    let up = is_movable.then(|| {
        let label = text::keeping::up_label(lang, name);
        view! {
            <button type="button" class="btn-link" aria-label=label on:click=move |_| up.run(())>
                {text::keeping::up(lang)}
            </button>
        }
    });
    let label = text::keeping::remove_label(lang, name);
    view! {
        <p class="row links">
            {up}
            <button type="button" class="btn-link danger" aria-label=label on:click=move |_| away.run(())>
                {text::keeping::remove(lang)}
            </button>
        </p>
    }
    .into_any()
}

/// All fields. `is_new` asks for a code.
pub fn fields(draft: Draft, around: Around, is_new: bool) -> AnyView {
    let Around { errors, lang, .. } = around;
    let code = is_new.then(|| {
        let field = Field {
            hint: text::keeping::code_hint(lang),
            ..Field::new("code", text::keeping::code(lang))
        };
        text_field(draft.code, errors, field)
    });
    let name = Field {
        multiline: true,
        ..Field::new("name", text::keeping::name(lang))
    };
    let field = Field {
        hint: text::keeping::field_hint(lang),
        optional: true,
        ..Field::new("field", text::catalogue::field(lang))
    };
    let receptions = [
        (
            "online",
            text::keeping::online(lang),
            text::keeping::reception_hint_online(lang),
        ),
        (
            "information",
            text::keeping::information(lang),
            text::keeping::reception_hint_information(lang),
        ),
        (
            "ended",
            text::keeping::ended(lang),
            text::keeping::reception_hint_ended(lang),
        ),
    ];
    let receptions = receptions.map(|(value, label, hint)| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
    });
    let kinds = APPLICANTS.map(|kind| (kind, applicants(&[kind], lang)));
    let levels = LEVELS.map(|one| (one, level(one, lang).to_owned()));
    let ways = DELIVERIES.map(|way| (way, delivery(way, lang).to_owned()));
    let events = LifeEvent::ALL.map(|event| (event, event.name(lang).to_owned()));
    view! {
        <section class="card stack">
            <h2>{text::keeping::basic(lang)}</h2>
            {code}
            {text_field(draft.name, errors, name)}
            {text_field(draft.field, errors, field)}
            <Radios
                id="reception"
                legend=text::keeping::reception(lang)
                choices=receptions.to_vec()
                value=draft.reception
                errors=errors
            />
            {group("applicants", text::catalogue::applicants(lang), "", kinds.to_vec(), draft.applicants, errors)}
            {group("levels", text::catalogue::levels(lang), "", levels.to_vec(), draft.levels, errors)}
            {group("delivery", text::catalogue::delivery(lang), "", ways.to_vec(), draft.delivery, errors)}
            {group(
                "life_events",
                text::keeping::life_events(lang),
                text::keeping::life_events_hint(lang),
                events.to_vec(),
                draft.life_events,
                errors,
            )}
        </section>
        {cases(draft, errors, lang)}
        {components(draft, around)}
        {schema(draft, lang)}
        {workflow(draft, errors, lang)}
        {templates(draft, around)}
        {told(draft, errors, lang)}
    }
    .into_any()
}

fn told(draft: Draft, errors: FormErrors, lang: Lang) -> AnyView {
    let many = |id: &'static str, label, hint| Field {
        multiline: true,
        optional: true,
        hint,
        ..Field::new(id, label)
    };
    let lines = text::keeping::lines_hint(lang);
    view! {
        <section class="card stack">
            <h2>{text::keeping::told(lang)}</h2>
            {steps(draft, errors, lang)}
            {text_field(draft.requirements, errors, many("guidance.requirements", text::catalogue::requirements(lang), ""))}
            {text_field(draft.subjects, errors, many("guidance.subjects", text::catalogue::subjects(lang), lines))}
            {text_field(draft.authorities, errors, many("guidance.authorities", text::catalogue::authorities(lang), lines))}
            {text_field(draft.results, errors, many("results", text::keeping::results(lang), lines))}
            {text_field(draft.grounds, errors, many("legal_grounds", text::catalogue::grounds(lang), lines))}
            {text_field(draft.source, errors, many("source", text::keeping::source(lang), ""))}
        </section>
    }
    .into_any()
}
