//! What desks may refuse dossiers for: the letter and the day of each rule, kept by administrators.

use super::SIGN_IN;
use crate::api::{Api, load};
use crate::format;
use crate::layout::signed_in_at;
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, Tone, error_summary, load_view, page_heading, quiet_submit_button, text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::refusal::{RefusalRule, SetRefusalRule};
use motcua_shared::text;
use motcua_shared::time::write_day;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/ho-so/can-cu-tu-choi`
pub fn page() -> AnyView {
    signed_in_at(SIGN_IN, rules)
}

fn rules() -> AnyView {
    let lang = lang::current();
    let loaded = load::<Vec<RefusalRule>>(|| path::REFUSAL_RULES.to_owned());
    view! {
        <a class="back" href="/can-bo">
            <span aria-hidden="true">"←"</span>
            {text::staff::home(lang)}
        </a>
        {page_heading(text::ground::page_title(lang))}
        <div class="narrow stack">
            <p>{text::ground::page_lead(lang)}</p>
            {load_view(loaded, |rules: Vec<RefusalRule>| rules.into_iter().map(form).collect_view().into_any())}
        </div>
    }
    .into_any()
}

fn form(rule: RefusalRule) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let kind = rule.kind;
    let slug = kind.slug();
    let (errors, busy, saved) = (FormErrors::new(), RwSignal::new(false), RwSignal::new(false));
    let legal = RwSignal::new(rule.legal_ground);
    let starts_on = RwSignal::new(format::day(rule.starts_on));
    let version = StoredValue::new(rule.version);
    let (legal_id, day_id) = (format!("{slug}-legal_ground"), format!("{slug}-starts_on"));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        saved.set(false);
        let typed = starts_on.get_untracked();
        let request = SetRefusalRule {
            version: version.get_value(),
            legal_ground: legal.get_untracked(),
            // What is no day travels as it is: the server says so beside everything else.
            starts_on: format::parse_day(&typed).map_or(typed, write_day),
        };
        spawn_local(async move {
            let answer = api
                .put::<Vec<RefusalRule>>(&path::refusal_rule(slug), &request)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(rules) => {
                    let now = rules.into_iter().find(|rule| rule.kind == kind);
                    let _ = version.try_update_value(|version| {
                        if let Some(now) = now {
                            *version = now.version;
                        }
                    });
                    let _ = saved.try_set(true);
                }
                Err(failure) => errors.show_failure(&failure, api.lang(), |field| format!("{slug}-{field}")),
            }
        });
    };
    let letter = Field {
        hint: text::ground::legal_hint(lang),
        ..Field::new(legal_id, text::ground::legal(lang))
    };
    let day = Field {
        hint: text::keeping::day_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new(day_id, text::ground::starts_on(lang))
    };
    let done = move || {
        saved
            .get()
            .then(|| verdict(Tone::Ok, text::ground::saved(lang), ()))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{kind.name(lang)}</h2>
            {error_summary(errors)}
            {text_field(legal, errors, letter)}
            {text_field(starts_on, errors, day)}
            <div role="status">{crate::react::dynamic(move || done().into_any())}</div>
            <p>{quiet_submit_button(text::ground::save(lang), text::ground::saving(lang), busy)}</p>
        </form>
    }
    .into_any()
}
