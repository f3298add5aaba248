//! The one act of the start page: opening a dossier, or going on with the one that was begun.

use crate::api::client::new_key;
use crate::api::{Api, Load, load};
use crate::catalogue::model::{draft_of, fits};
use crate::dom;
use crate::format;
use crate::layout::sign_in_address;
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::{Tone, verdict};
use crate::words;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::catalogue::dto::{ProcedureDefinition, Reception};
use motcua_shared::filing::dto::{DraftListItem, DraftView, OpenDraft};
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::path;
use motcua_shared::processing::refusal::{RefusalKind, RefusalRule, is_of_agencies};
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Follows who is signed in.
pub fn action(procedure: &ProcedureDefinition) -> AnyView {
    if procedure.reception != Reception::Online {
        return elsewhere(procedure);
    }
    let session = session::current();
    let kind = Memo::new(move |_| session.account().map(|account| account.kind));
    let applicants = procedure.applicants.clone();
    let code = StoredValue::new(procedure.code.clone());
    dynamic(move || {
        let kind = kind.get();
        if kind.is_none() {
            signed_out()
        } else if fits(kind, &applicants) {
            signed_in(code)
        } else if kind == Some(AccountKind::Citizen) && is_of_agencies(&applicants) {
            in_person(code, applicants.clone())
        } else {
            other_account(&words::applicants(&applicants, lang::current()))
        }
    })
}

/// What is not filed here: where it is.
fn elsewhere(procedure: &ProcedureDefinition) -> AnyView {
    let lang = lang::current();
    let (title, hint) = if procedure.reception == Reception::Ended {
        (
            text::catalogue::ended_title(lang),
            text::catalogue::ended_hint(lang),
        )
    } else {
        (
            text::catalogue::elsewhere_title(lang),
            text::catalogue::elsewhere_hint(lang),
        )
    };
    verdict(Tone::Warn, title, view! { <p>{hint}</p> })
}

fn signed_out() -> AnyView {
    let lang = lang::current();
    view! {
        <div>
            <a href=sign_in_address(&dom::here()) class="btn block">
                {text::catalogue::start_signed_out(lang)}
            </a>
            <p class="hint">{text::catalogue::start_hint(lang)}</p>
        </div>
    }
    .into_any()
}

fn other_account(applicants: &str) -> AnyView {
    let lang = lang::current();
    verdict(
        Tone::Warn,
        text::catalogue::other_account_title(lang, applicants),
        view! { <p>{text::catalogue::other_account_hint(lang)}</p> },
    )
}

/// A citizen before what is meant for agencies: until the day from which that is refused, with a word about it.
fn in_person(code: StoredValue<String>, applicants: Vec<AccountKind>) -> AnyView {
    let lang = lang::current();
    let rules = load::<Vec<RefusalRule>>(|| path::REFUSAL_RULES.to_owned());
    dynamic(move || {
        let until = match rules.get() {
            Load::Loading => return ().into_any(),
            Load::Ready(rules) => rules
                .into_iter()
                .find(|rule| rule.kind == RefusalKind::PersonalAccount && !rule.is_in_force),
            Load::Failed(_) => None,
        };
        let Some(rule) = until else {
            return other_account(&words::applicants(&applicants, lang));
        };
        let title = text::ground::before_title(lang, format::day(rule.starts_on));
        let hint = view! { <p>{text::ground::before_hint(lang)}</p> };
        view! {
            {verdict(Tone::Warn, title, hint)}
            {signed_in(code)}
        }
        .into_any()
    })
}

fn signed_in(code: StoredValue<String>) -> AnyView {
    let lang = lang::current();
    let drafts = load::<Vec<DraftListItem>>(|| path::DRAFTS.to_owned());
    dynamic(move || {
        let resume = match drafts.get() {
            Load::Ready(list) => code.with_value(|code| draft_of(&list, code).cloned()),
            _ => None,
        };
        match resume {
            None => open_button(code, text::catalogue::start(lang), "btn block"),
            Some(draft) => {
                let saved = text::catalogue::draft_saved(lang, draft.changed_at.vietnam_minute());
                let saved = view! { <p class="hint">{saved}</p> };
                view! {
                    {verdict(Tone::Plain, text::catalogue::draft_title(lang), saved)}
                    <a href=format!("/nop/{}", draft.id) class="btn block">
                        {text::catalogue::draft_resume(lang)}
                    </a>
                    {open_button(code, text::catalogue::start_new(lang), "btn quiet block")}
                }
                .into_any()
            }
        }
    })
}

/// Opens a new draft. One key per button: pressing twice, or again after a broken line, opens one draft.
fn open_button(code: StoredValue<String>, label: &'static str, class: &'static str) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let navigate = use_navigate();
    let key = StoredValue::new(new_key());
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let body = OpenDraft {
                procedure_code: code.get_value(),
            };
            let key = key.get_value();
            let answer = api.post::<DraftView>(path::DRAFTS, &body, Some(&key)).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(draft) => navigate(&format!("/nop/{}/don-vi", draft.id), Default::default()),
                Err(failure) => {
                    let _ = wrong.try_set(Some(failure.sentence(lang)));
                }
            }
        });
    };
    view! {
        <div>
            <button
                type="button"
                class=class
                aria-disabled=move || busy.get().then_some("true")
                on:click=press
            >
                {move || if busy.get() { text::catalogue::starting(lang) } else { label }}
            </button>
            <div role="alert">
                {dynamic(move || {
                    wrong.get().map(|line| view! { <p class="field-error gap-above">{line}</p> })
                })}
            </div>
        </div>
    }
    .into_any()
}
