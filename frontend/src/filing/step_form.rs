//! The electronic form of the procedure: its fields in their order, those that hang on an answer as soon as it is given.

use crate::filing::answers;
use crate::filing::form::{Form, Then};
use crate::filing::model::Step;
use crate::filing::saving::Saving;
use crate::react::{dynamic, effect};
use crate::ui::{Choice, Field, FormErrors, RadioChoice, Radios, Select, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::form::{
    Answers, Asked, FormSchema, Format, Known, Opened, Property, PropertyKind,
};
use motcua_shared::filing::dto::{DraftView, Party};
use motcua_shared::processing::supplement::Round;
use motcua_shared::text::{self, Lang};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// More choices than these are a list.
const MOST_RADIOS: usize = 7;

/// The page.
pub fn view(saving: Saving) -> AnyView {
    let form = Form::new(saving, Step::Form);
    let schema = form
        .draft
        .view
        .with_untracked(|view| view.procedure.definition.form.clone());
    let submit = Callback::new(move |(then,): (Then,)| form.save(then));
    let questions = schema.map(|schema| {
        let hint = text::filing::form_hint(form.lang, &schema.title);
        view! {
            <p class="muted">{hint}</p>
            {questions(schema, form, None)}
        }
    });
    form.page(submit, questions.into_any())
}

/// A field as it is shown.
#[derive(Clone, PartialEq)]
struct Shown {
    name: String,
    property: Property,
    required: bool,
    heading: Option<String>,
}

/// The questions that a round of supplement opens: those that it asks for say why, and what was answered.
pub fn asked_again(schema: FormSchema, form: Form, round: &Round, filed: Answers) -> AnyView {
    let lang = form.lang;
    let asked = round.answers.iter();
    let said = asked.map(|one| {
        let reason = one.reason.as_deref().unwrap_or_default();
        let old = one.old.as_deref();
        let old = old.unwrap_or_else(|| text::dossier::no_answer(lang));
        let reason = text::dossier::reason(lang, reason);
        let hint = format!("{reason} {}: “{old}”.", text::dossier::old_answer(lang));
        (one.field.clone(), hint)
    });
    let said: BTreeMap<String, String> = said.collect();
    let opened = schema.opened(said.keys().map(String::as_str));
    questions(schema, form, Some(Only { opened, said, filed }))
}

/// What is shown of a form.
struct Only {
    opened: Opened,
    /// What is said of a question, by its name.
    said: BTreeMap<String, String>,
    /// The answers as they were filed.
    filed: Answers,
}

impl Only {
    fn of(&self, all: Vec<Shown>) -> Vec<Shown> {
        let mut shown = all;
        shown.retain(|one| self.opened.contains(&one.name));
        for one in &mut shown {
            if let Some(said) = self.said.get(&one.name) {
                let own = one.property.description.take().unwrap_or_default();
                one.property.description = Some(format!("{said} {own}").trim_end().to_owned());
            }
        }
        shown
    }
}

fn questions(schema: FormSchema, form: Form, only: Option<Only>) -> AnyView {
    let lang = form.lang;
    // One after the other, here and below: collected they would be sorted first, and a sort weighs more than this page.
    let mut signals = BTreeMap::new();
    for (name, _) in schema.all() {
        signals.insert(name.to_owned(), form.saving.field(format!("answers.{name}")));
    }
    let answers = StoredValue::new(signals);
    let (schema, only) = (StoredValue::new(schema), StoredValue::new(only));
    let given = move || {
        let mut given = Answers::new();
        answers.with_value(|signals| {
            for (name, signal) in signals {
                given.insert(name.clone(), signal.get());
            }
        });
        given
    };
    let today = form.draft.view.with_untracked(|view| view.today);
    // As soon as a field is left: in the middle of a number or a day it is not yet what it will be.
    let left = move |_| {
        let given = untrack(given);
        only.with_value(|only| {
            let none = Answers::new();
            let filed = only.as_ref().map_or(&none, |only| &only.filed);
            let is_open = |name: &str| only.as_ref().is_none_or(|only| only.opened.contains(name));
            schema.with_value(|schema| {
                answers::look(schema, (filed, &given), today, (form.errors, lang), is_open);
            });
        });
    };
    let asked = Memo::new(move |_| {
        let given = given();
        let mut section = None;
        let show = |one: Asked<'_>| {
            let own = one.property.section.clone();
            let heading = own.clone().filter(|_| own != section);
            section = own.or(section.take());
            Shown {
                name: one.name.to_owned(),
                property: one.property.clone(),
                required: one.required,
                heading,
            }
        };
        let all = schema.with_value(|schema| schema.asked(&given).into_iter().map(show).collect::<Vec<_>>());
        only.with_value(|only| match only {
            Some(only) => only.of(all),
            None => all,
        })
    });
    let fields = move || {
        let field = |shown: Shown| {
            let signal = answers.with_value(|signals| signals.get(&shown.name).copied());
            let heading = shown
                .heading
                .clone()
                .map(|heading| view! { <h2 class="form-section">{heading}</h2> });
            signal.map(|signal| {
                let mut shown = shown;
                mark_known(&mut shown, signal, form);
                view! {
                    {heading}
                    {field(shown, signal, form.errors, lang)}
                }
            })
        };
        asked.get().into_iter().map(field).collect_view()
    };
    view! {
        <div class="card stack" on:change=left>
            {dynamic(fields)}
        </div>
    }
    .into_any()
}

/// Says of an answer that stands as the portal knew it that nobody typed it.
fn mark_known(shown: &mut Shown, value: RwSignal<String>, form: Form) {
    let Some(known) = shown.property.known else {
        return;
    };
    let known = form.draft.view.with_untracked(|view| known_of(view, known));
    if known.is_empty() || value.with_untracked(|value| *value != known) {
        return;
    }
    let said = text::filing::form_known(form.lang);
    let hint = shown.property.description.take();
    shown.property.description = Some(hint.map_or(said.to_owned(), |hint| format!("{hint} {said}")));
}

fn known_of(view: &DraftView, known: Known) -> String {
    let address = |party: &Party| party.address.clone().unwrap_or_default();
    match known {
        Known::FilerName => view.filer.name.clone(),
        Known::FilerIdentifier => view.filer.identifier.clone(),
        Known::FilerPhone => view.filer.phone.clone(),
        Known::FilerAddress => address(&view.filer),
        Known::OwnerName => view.owner.name.clone(),
        Known::OwnerIdentifier => view.owner.identifier.clone(),
        Known::OwnerAddress => address(&view.owner),
    }
}

fn field(shown: Shown, value: RwSignal<String>, errors: FormErrors, lang: Lang) -> AnyView {
    let Shown {
        name,
        property,
        required,
        ..
    } = shown;
    let id = format!("answers.{name}");
    let label = word(&property.title);
    let hint = property.description.as_deref().map_or("", word);
    if property.kind == PropertyKind::Boolean {
        return tick(id, label, value, errors);
    }
    if property.choices.len() > MOST_RADIOS {
        let choices = property.choices.into_iter().map(|choice| Choice {
            value: choice.value,
            label: choice.title,
        });
        let choices: Vec<Choice> = choices.collect();
        return view! {
            <Select
                id=id
                label=label
                hint=hint
                placeholder=text::filing::form_choose(lang)
                choices=Signal::stored(choices)
                value=value
                errors=errors
            />
        }
        .into_any();
    }
    if !property.choices.is_empty() {
        let choices = property.choices.into_iter().map(|choice| RadioChoice {
            value: choice.value,
            label: choice.title,
            hint: String::new(),
        });
        let choices: Vec<RadioChoice> = choices.collect();
        return view! {
            <Radios
                id=word(&id)
                legend=label
                hint=hint
                choices=Signal::stored(choices)
                value=value
                errors=errors
            />
        }
        .into_any();
    }
    let (kind, inputmode, class) = match (property.kind, property.format) {
        (PropertyKind::Integer, _) => ("text", "numeric", "short"),
        (_, Some(Format::Date)) => ("text", "numeric", "short"),
        (_, Some(Format::Email)) => ("email", "email", ""),
        (_, Some(Format::Phone)) => ("tel", "tel", "short"),
        (_, Some(Format::IdentityNumber)) => ("text", "numeric", ""),
        (_, Some(Format::PersonName) | None) => ("text", "text", ""),
    };
    let hint = match property.format {
        Some(Format::Date) if hint.is_empty() => text::filing::form_date_hint(lang),
        _ => hint,
    };
    let field = Field {
        hint,
        optional: !required,
        multiline: property.is_multiline,
        kind,
        inputmode,
        class,
        ..Field::new(id, label)
    };
    text_field(value, errors, field)
}

/// A yes, with what is wrong beside it.
fn tick(id: String, label: &'static str, value: RwSignal<String>, errors: FormErrors) -> AnyView {
    let ticked = RwSignal::new(value.with_untracked(|value| value == "true"));
    let field = id.clone();
    effect(move || {
        let is = if ticked.get() { "true" } else { "false" };
        let was = value.get_untracked();
        // An empty box that nobody touched is no answer.
        if was != is && !(was.is_empty() && is == "false") {
            errors.clear_field(&field);
            value.set(is.to_owned());
        }
    });
    let error = errors.of(&id);
    let said = dynamic(move || {
        error
            .get()
            .map(|sentence| view! { <p class="field-error">{sentence}</p> })
    });
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            {said}
            {crate::ui::checkbox(id, label, "", ticked)}
        </div>
    }
    .into_any()
}

/// Words of a form for parts of the page that take fixed ones: each distinct one is kept once, as long as the page stands.
fn word(text: &str) -> &'static str {
    thread_local! {
        static WORDS: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
    }
    WORDS.with_borrow_mut(|words| match words.get(text) {
        Some(known) => known,
        None => {
            let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
            words.insert(kept);
            kept
        }
    })
}
