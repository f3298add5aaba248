//! "Tra cứu hồ sơ": where a dossier stands, for whoever has its receipt. Nobody signs in here, and nothing but the state is shown.

use crate::api::{Api, Failure};
use crate::dom;
use crate::filing::wording::standing;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{Field, FormErrors, error_summary, page_heading, submit_button, tag, text_field};
use leptos::prelude::*;
use motcua_shared::filing::lookup::{LookUp, Standing};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/tra-cuu`, `/tra-cuu#<secret of a receipt>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let found = RwSignal::new(None::<Standing>);
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    // The secret stands behind the mark, where no server and no log reads it.
    let hash = dom::window().and_then(|window| window.location().hash().ok());
    let token = hash.unwrap_or_default().trim_start_matches('#').to_owned();
    if !token.is_empty() {
        let asked = LookUp {
            token: Some(token),
            ..LookUp::default()
        };
        ask(asked, (found, errors, busy));
    }
    let content = dynamic(move || match found.get() {
        Some(found) => shown(found),
        None => form((found, errors, busy)),
    });
    let again = move |_| found.set(None);
    let buttons = dynamic(move || {
        found.with(Option::is_some).then(|| {
            view! {
                <p class="gap-above">
                    <button type="button" class="btn quiet" on:click=again>
                        {text::dossier::lookup_again(lang)}
                    </button>
                </p>
            }
        })
    });
    view! {
        <div class="narrow">
            {error_summary(errors)}
            {page_heading(text::dossier::lookup_title(lang))}
            <p class="muted">{text::dossier::lookup_hint(lang)}</p>
            <div role="status">{content}</div>
            {buttons}
        </div>
    }
    .into_any()
}

type Asking = (RwSignal<Option<Standing>>, FormErrors, RwSignal<bool>);

fn ask(asked: LookUp, (found, errors, busy): Asking) {
    let api = Api::current();
    errors.clear();
    busy.set(true);
    spawn_local(async move {
        let answer: Result<Standing, Failure> = api.post(path::DOSSIER_LOOKUPS, &asked, None).await;
        let _ = busy.try_set(false);
        match answer {
            Ok(standing) => {
                let _ = found.try_set(Some(standing));
            }
            Err(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
        }
    });
}

fn form(asking: Asking) -> AnyView {
    let lang = lang::current();
    let (code, digits) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (_, errors, busy) = asking;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            let asked = LookUp {
                token: None,
                code: Some(code.get_untracked()),
                digits: Some(digits.get_untracked()),
            };
            ask(asked, asking);
        }
    };
    let code_field = Field {
        hint: text::dossier::lookup_code_hint(lang),
        ..Field::new("code", text::dossier::lookup_code(lang))
    };
    let digits_field = Field {
        hint: text::dossier::lookup_digits_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("digits", text::dossier::lookup_digits(lang))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            {text_field(code, errors, code_field)}
            {text_field(digits, errors, digits_field)}
            <p>{submit_button(text::dossier::lookup_go(lang), text::dossier::lookup_going(lang), busy)}</p>
        </form>
    }
    .into_any()
}

fn shown(found: Standing) -> AnyView {
    let lang = lang::current();
    let (tone, label) = standing(found.status, found.is_withdrawn, lang);
    let entries = vec![
        fact(
            text::dossier::lookup_code(lang),
            view! { <span class="code strong">{found.code}</span> },
        ),
        fact(text::dossier::lookup_status(lang), tag(tone, label)),
        fact(text::dossier::lookup_unit(lang), found.unit),
        fact(
            text::dossier::lookup_submitted(lang),
            found.submitted_at.vietnam_minute(),
        ),
    ];
    view! {
        <section class="card">
            {facts(false, entries)}
            {found.due.map(|due| view! { <p class="strong">{due}</p> })}
            <p class="hint">
                {text::dossier::lookup_more(lang)} " "
                <a href="/ho-so">{text::filing::to_dossiers(lang)}</a>
            </p>
        </section>
    }
    .into_any()
}
