//! Writing a petition. What is typed stays in the tab until it is sent.

use super::{HERE, kept, words};
use crate::api::Api;
use crate::api::client::new_key;
use crate::react::{effect, when};
use crate::route::use_replace;
use crate::state::{lang, notice};
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, Tone, UnitWords, checkbox, error_summary, page_heading,
    submit_button, text_field, unit_picker, verdict,
};
use leptos::prelude::*;
use motcua_shared::id::UnitId;
use motcua_shared::path;
use motcua_shared::petition::dto::{PetitionKind, PetitionView, SendPetition};
use motcua_shared::text::petition as text;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

/// Under what it is kept.
const NEW: &str = "moi";

/// What was typed, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Typed {
    kind: String,
    title: String,
    words: String,
    dossier: String,
    search: String,
    unit: String,
    may_publish: bool,
    shows_name: bool,
}

/// The fields.
#[derive(Clone, Copy)]
struct Fields {
    kind: RwSignal<String>,
    title: RwSignal<String>,
    words: RwSignal<String>,
    dossier: RwSignal<String>,
    search: RwSignal<String>,
    unit: RwSignal<String>,
    may_publish: RwSignal<bool>,
    shows_name: RwSignal<bool>,
}

impl Fields {
    fn new(typed: Typed) -> Self {
        Self {
            kind: RwSignal::new(typed.kind),
            title: RwSignal::new(typed.title),
            words: RwSignal::new(typed.words),
            dossier: RwSignal::new(typed.dossier),
            search: RwSignal::new(typed.search),
            unit: RwSignal::new(typed.unit),
            may_publish: RwSignal::new(typed.may_publish),
            shows_name: RwSignal::new(typed.shows_name),
        }
    }

    /// What is typed; tracks.
    fn typed(self) -> Typed {
        Typed {
            kind: self.kind.get(),
            title: self.title.get(),
            words: self.words.get(),
            dossier: self.dossier.get(),
            search: self.search.get(),
            unit: self.unit.get(),
            may_publish: self.may_publish.get(),
            shows_name: self.shows_name.get(),
        }
    }

    fn empty(self) {
        for field in [
            self.kind,
            self.title,
            self.words,
            self.dossier,
            self.search,
            self.unit,
        ] {
            field.set(String::new());
        }
        self.may_publish.set(false);
        self.shows_name.set(false);
    }
}

/// `/kien-nghi/gui`
pub fn page() -> AnyView {
    let lang = lang::current();
    let before: Option<Typed> = kept::find(NEW);
    let came_back = RwSignal::new(before.is_some());
    let fields = Fields::new(before.unwrap_or_default());
    effect(move || {
        let typed = fields.typed();
        match typed == Typed::default() {
            true => kept::forget(NEW),
            false => kept::keep(NEW, &typed),
        }
    });
    let drop = move |_| {
        fields.empty();
        came_back.set(false);
    };
    let back = move || {
        let button = view! {
            <button type="button" class="btn-link" on:click=drop>
                {text::drop(lang)}
            </button>
        };
        verdict(Tone::Plain, text::came_back(lang), button)
    };
    view! {
        <div class="narrow stack">
            <a href=HERE class="back">
                <span aria-hidden="true">"←"</span>
                {text::own(lang)}
            </a>
            {page_heading(text::write(lang))}
            <div role="status">{when(move || came_back.get(), back)}</div>
            {form(fields)}
        </div>
    }
    .into_any()
}

fn form(fields: Fields) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let notice = notice::current();
    let replace = use_replace();
    // One for this page: a repetition after a lost answer sends nothing twice.
    let key = StoredValue::new(new_key());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let typed = untrack(|| fields.typed());
        let Some(kind) = PetitionKind::parse(&typed.kind) else {
            errors.mark("kind", text::kind_missing(lang).to_owned());
            errors.show();
            return;
        };
        let request = SendPetition {
            kind,
            unit_id: UnitId::parse(&typed.unit),
            dossier_code: Some(typed.dossier).filter(|code| !code.trim().is_empty()),
            title: typed.title,
            words: typed.words,
            may_publish: typed.may_publish,
            shows_name: typed.shows_name,
        };
        busy.set(true);
        let replace = replace.clone();
        spawn_local(async move {
            let answer: Result<PetitionView, _> =
                api.post(path::PETITIONS, &request, Some(&key.get_value())).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(sent) => {
                    fields.empty();
                    kept::forget(NEW);
                    notice.leave(text::sent_said(lang, &sent.item.code));
                    replace(&format!("{HERE}/{}", sent.item.id));
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let title = Field {
        hint: text::title_hint(lang),
        ..Field::new("title", text::title_field(lang))
    };
    let words_field = Field {
        hint: text::words_hint(lang),
        multiline: true,
        ..Field::new("words", text::words(lang))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            {error_summary(errors)}
            <Radios
                id="kind"
                legend=text::kind(lang)
                choices=kinds()
                value=fields.kind
                errors=errors
            />
            {text_field(fields.title, errors, title)}
            {text_field(fields.words, errors, words_field)}
            {about(fields, errors)}
            {checkbox("may_publish", text::may_publish(lang), text::may_publish_hint(lang), fields.may_publish)}
            {checkbox("shows_name", text::shows_name(lang), text::shows_name_hint(lang), fields.shows_name)}
            {submit_button(text::send(lang), text::sending(lang), busy)}
        </form>
    }
    .into_any()
}

fn kinds() -> Vec<RadioChoice> {
    let lang = lang::current();
    let choice = |kind: PetitionKind| RadioChoice {
        value: kind.as_str().to_owned(),
        label: words::kind(kind, lang).to_owned(),
        hint: match kind {
            PetitionKind::Procedure => text::kind_procedure_hint(lang),
            PetitionKind::Conduct => text::kind_conduct_hint(lang),
            PetitionKind::Portal => text::kind_portal_hint(lang),
            PetitionKind::Other => "",
        }
        .to_owned(),
    };
    PetitionKind::ALL.into_iter().map(choice).collect()
}

/// The unit and the dossier, for whom there is one.
fn about(fields: Fields, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let dossier = Field {
        hint: text::dossier_hint(lang),
        optional: true,
        ..Field::new("dossier_code", text::dossier(lang))
    };
    let words = UnitWords {
        search: [text::unit_search(lang), text::unit_search_hint(lang)],
        none: text::unit_none(lang),
        unit: [text::unit(lang).to_owned(), String::new()],
    };
    let is_filled = untrack(|| !fields.dossier.get().is_empty() || !fields.unit.get().is_empty());
    let open = RwSignal::new(is_filled);
    let (code_wrong, unit_wrong) = (errors.of("dossier_code"), errors.of("unit_id"));
    effect(move || {
        if code_wrong.get().is_some() || unit_wrong.get().is_some() {
            open.set(true);
        }
    });
    view! {
        <details open=move || open.get()>
            <summary>{text::about(lang)}</summary>
            <div class="stack">
                {text_field(fields.dossier, errors, dossier)}
                {unit_picker(path::PETITION_UNITS, fields.search, fields.unit, errors, words)}
            </div>
        </details>
    }
    .into_any()
}
