//! How who filed found the service: five steps and a few words.

use crate::api::{Api, Failure};
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, Tone, error_summary, quiet_submit_button, text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::rating::{RateDossier, STARS};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// The card; nothing while there is nothing to rate.
pub fn view(id: DossierId, course: &Course) -> AnyView {
    let lang = lang::current();
    let said = course.rating.as_ref().map(|rating| {
        let sentence = text::dossier::rated_as(lang, rating.stars, rating.rated_at.vietnam_minute());
        verdict(Tone::Ok, sentence, rating.words.clone())
    });
    if !course.may_rate {
        return said.into_any();
    }
    let stars = course.rating.as_ref().map(|rating| rating.stars.to_string());
    let words = course.rating.as_ref().and_then(|rating| rating.words.clone());
    view! {
        <section class="card gap-below">
            <h2>{text::dossier::rate_title(lang)}</h2>
            {said}
            <p class="muted">{text::dossier::rate_hint(lang)}</p>
            {form(id, stars.unwrap_or_default(), words.unwrap_or_default())}
        </section>
    }
    .into_any()
}

fn label(stars: u8, lang: Lang) -> &'static str {
    match stars {
        1 => text::dossier::rate_1(lang),
        2 => text::dossier::rate_2(lang),
        3 => text::dossier::rate_3(lang),
        4 => text::dossier::rate_4(lang),
        _ => text::dossier::rate_5(lang),
    }
}

fn form(id: DossierId, stars: String, words: String) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let (stars, words, done) = (RwSignal::new(stars), RwSignal::new(words), RwSignal::new(""));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        done.set("");
        let Ok(chosen) = stars.get_untracked().parse::<u8>() else {
            errors.mark("stars", text::dossier::rate_needed(lang).to_owned());
            errors.show();
            return;
        };
        let typed = words.get_untracked();
        let request = RateDossier {
            stars: chosen,
            words: (!typed.trim().is_empty()).then_some(typed),
        };
        busy.set(true);
        spawn_local(async move {
            let answer: Result<Course, Failure> = api.put(&path::dossier_rating(id), &request).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(_) => {
                    let _ = done.try_set(text::dossier::rated(lang));
                }
                Err(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
            }
        });
    };
    let choice = |stars: u8| RadioChoice {
        value: stars.to_string(),
        label: label(stars, lang).to_owned(),
        hint: String::new(),
    };
    let choices: Vec<RadioChoice> = STARS.map(choice).collect();
    let field = Field {
        multiline: true,
        optional: true,
        ..Field::new("rating-words", text::dossier::rate_words(lang))
    };
    view! {
        {error_summary(errors)}
        <form class="stack" novalidate=true on:submit=submit>
            <Radios
                id="stars"
                legend=text::dossier::rate_stars(lang)
                choices=Signal::stored(choices)
                value=stars
                errors=errors
            />
            {text_field(words, errors, field)}
            <p class="row">
                {quiet_submit_button(text::dossier::rate(lang), text::dossier::rating(lang), busy)}
                <span class="hint" role="status">{done}</span>
            </p>
        </form>
    }
    .into_any()
}
