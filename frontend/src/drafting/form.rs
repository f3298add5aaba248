//! What an officer fills in: the template, what it leaves open, and who signs. The rest comes from the dossier.

use super::save::{Saving, Standing, Typed, key};
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::field::{FieldFrame, described_by};
use crate::ui::{Choice, Field, FormErrors, Leaving, Select, Tone, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::processing::drafting::{DraftingView, SignerChoice};
use motcua_shared::text::{self, Lang};

/// The fields.
pub fn fields(view: &DraftingView, typed: Typed, saving: Saving, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let holds = Signal::derive(move || saving.is_unsaved());
    Leaving::watch(holds, None, |_| true);
    let template = (view.templates.len() > 1).then(|| {
        let choices = view.templates.iter().map(|one| Choice {
            value: one.id.clone(),
            label: one.title.clone(),
        });
        view! {
            <Select
                id="template"
                label=text::drafting::template(lang)
                placeholder=text::drafting::choose(lang)
                choices=Signal::stored(choices.collect::<Vec<_>>())
                value=typed.template
                errors=errors
            />
        }
    });
    let templates = view.templates.clone();
    let open = dynamic(move || {
        let chosen = typed.template.get();
        let found = templates.iter().find(|one| one.id == chosen);
        let Some(found) = found else { return ().into_any() };
        if found.open.is_empty() {
            return view! { <p class="muted">{text::drafting::no_open(lang)}</p> }.into_any();
        }
        let field = |(at, label): (usize, &String)| {
            let value = typed.open.with_untracked(|open| open.get(label).copied());
            value.map(|value| area(format!("typed-{at}"), label, value, errors))
        };
        found
            .open
            .iter()
            .enumerate()
            .filter_map(field)
            .collect::<Vec<_>>()
            .into_any()
    });
    view! {
        <section class="card stack">
            <h2>{text::drafting::fields(lang)}</h2>
            {template}
            {open}
            {signer(&view.signers, typed, errors, lang)}
            {standing(saving, lang)}
        </section>
    }
    .into_any()
}

/// Several lines under a question that the template asks.
fn area(id: String, label: &str, value: RwSignal<String>, errors: FormErrors) -> AnyView {
    let error = errors.of(&id);
    let described = described_by(&id, false, error);
    let field = id.clone();
    view! {
        <FieldFrame id=id.clone() label=label.to_owned() error=error>
            <textarea
                class="input"
                id=id.clone()
                name=id
                rows="4"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                prop:value=move || value.get()
                on:input=move |event| {
                    errors.clear_field(&field);
                    value.set(event_target_value(&event));
                }
            ></textarea>
        </FieldFrame>
    }
    .into_any()
}

fn signer(signers: &[SignerChoice], typed: Typed, errors: FormErrors, lang: Lang) -> AnyView {
    if signers.is_empty() {
        return verdict(Tone::Warn, text::drafting::signer_none(lang), ());
    }
    let choice = |one: &SignerChoice| Choice {
        value: key(one.id, one.in_place_of.as_ref().map(|of| of.id)),
        label: match &one.in_place_of {
            Some(of) => text::drafting::in_place(lang, &one.name, &of.name),
            None => one.name.clone(),
        },
    };
    let choices: Vec<Choice> = signers.iter().map(choice).collect();
    let titles: Vec<(String, String)> = signers
        .iter()
        .map(|one| (choice(one).value, one.title.clone()))
        .collect();
    // Who is chosen brings the capacity in which they signed last.
    let before = StoredValue::new(typed.signer.get_untracked());
    crate::react::effect(move || {
        let chosen = typed.signer.get();
        if before.get_value() == chosen {
            return;
        }
        before.set_value(chosen.clone());
        let known = titles.iter().find(|(key, _)| *key == chosen);
        // What another one's choice brought is no own word.
        let is_proposed = typed.title.with_untracked(|title| {
            title.trim().is_empty() || titles.iter().any(|(_, proposed)| proposed == title)
        });
        if let Some((_, title)) = known.filter(|_| is_proposed) {
            typed.title.set(title.clone());
        }
    });
    let title = Field {
        multiline: true,
        hint: text::drafting::signer_title_hint(lang),
        ..Field::new("title", text::drafting::signer_title(lang))
    };
    view! {
        <Select
            id="signer"
            label=text::drafting::signer(lang)
            hint=text::drafting::signer_hint(lang)
            placeholder=text::drafting::choose(lang)
            choices=Signal::stored(choices)
            value=typed.signer
            errors=errors
        />
        {text_field(typed.title, errors, title)}
    }
    .into_any()
}

fn standing(saving: Saving, lang: Lang) -> AnyView {
    let line = move || match saving.standing.get() {
        Standing::Saved => text::drafting::saved(lang).to_owned(),
        Standing::Saving => text::drafting::saving(lang).to_owned(),
        Standing::Unsaved => text::drafting::unsaved(lang).to_owned(),
        Standing::Conflict | Standing::Refused => String::new(),
    };
    let conflict = move || {
        (saving.standing.get() == Standing::Conflict).then(|| {
            let choose = move |mine: bool| move |_: web_sys::MouseEvent| saving.settle(mine);
            let what = view! {
                <p>{text::drafting::conflict_hint(lang)}</p>
                <p class="row">
                    <button type="button" class="btn" on:click=choose(true)>
                        {text::drafting::keep_mine(lang)}
                    </button>
                    <button type="button" class="btn quiet" on:click=choose(false)>
                        {text::drafting::take_theirs(lang)}
                    </button>
                </p>
            };
            verdict(Tone::Warn, text::drafting::conflict(lang), what)
        })
    };
    view! {
        <p class="hint" role="status">{line}</p>
        <div aria-live="polite">{dynamic(conflict)}</div>
    }
    .into_any()
}
