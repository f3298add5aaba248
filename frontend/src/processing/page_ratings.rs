//! How people rated the service of the officer's unit: the figure, the steps, and what was said by nobody in particular.

use super::{HERE, SIGN_IN};
use crate::api::load;
use crate::layout::signed_in_at;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{load_view, page_heading};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::rating::{DeskRatings, RatingSaid};
use motcua_shared::text::{self, Lang};

/// `/can-bo/ho-so/danh-gia`
pub fn page() -> AnyView {
    signed_in_at(SIGN_IN, ratings)
}

fn ratings() -> AnyView {
    let lang = lang::current();
    let loaded = load::<DeskRatings>(|| path::DESK_RATINGS.to_owned());
    view! {
        <a class="back" href=HERE>
            <span aria-hidden="true">"←"</span>
            {text::processing::back(lang)}
        </a>
        {page_heading(text::processing::ratings_title(lang))}
        {load_view(loaded, content)}
    }
    .into_any()
}

fn content(found: DeskRatings) -> AnyView {
    let lang = lang::current();
    let (unit, ratings) = (found.unit_name, found.ratings);
    let Some(mean) = ratings.mean_tenths else {
        return view! { <p>{text::processing::ratings_few(lang, ratings.days, ratings.least, unit)}</p> }
            .into_any();
    };
    let mean = match lang {
        Lang::Vi => format!("{},{}", mean / 10, mean % 10),
        Lang::En => format!("{}.{}", mean / 10, mean % 10),
    };
    let lead = text::processing::ratings_lead(lang, ratings.ratings, ratings.days, mean, unit);
    // The best first, as people look for it.
    let steps = (1_u8..).zip(found.steps).map(|(stars, count)| {
        let label = match stars {
            1 => text::dossier::rate_1(lang),
            2 => text::dossier::rate_2(lang),
            3 => text::dossier::rate_3(lang),
            4 => text::dossier::rate_4(lang),
            _ => text::dossier::rate_5(lang),
        };
        fact(label, text::processing::ratings_count(lang, count))
    });
    let mut steps: Vec<_> = steps.collect();
    steps.reverse();
    let said: Vec<AnyView> = found.said.into_iter().map(|one| line(one, lang)).collect();
    let said = match said.is_empty() {
        true => view! { <p>{text::processing::ratings_none(lang)}</p> }.into_any(),
        false => view! { <ul class="course">{said}</ul> }.into_any(),
    };
    view! {
        <div class="narrow stack">
            <p class="strong">{lead}</p>
            <section class="card">
                <h2>{text::processing::ratings_steps(lang)}</h2>
                {facts(true, steps)}
            </section>
            <section class="card">
                <h2>{text::processing::ratings_said(lang)}</h2>
                <p class="hint">{text::processing::ratings_said_hint(lang)}</p>
                {said}
            </section>
        </div>
    }
    .into_any()
}

fn line(one: RatingSaid, lang: Lang) -> AnyView {
    view! {
        <li>
            <p>{one.words}</p>
            <p class="hint">{text::processing::ratings_of(lang, one.month, one.stars)}</p>
        </li>
    }
    .into_any()
}
