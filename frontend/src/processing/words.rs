//! Words that both pages of this feature show.

use crate::state::lang;
use crate::ui::{Tone, tag};
use chrono::NaiveDate;
use leptos::prelude::*;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::processing::dto::DossierStep;
use motcua_shared::processing::words;
use motcua_shared::text::{self, Lang};

/// Where a dossier stands, as a tag.
pub fn status(status: DossierStatus, is_withdrawn: bool, lang: Lang) -> AnyView {
    let tone = match status {
        DossierStatus::AwaitingSupplement | DossierStatus::WithdrawalRequested => Tone::Warn,
        DossierStatus::Returned => Tone::Ok,
        DossierStatus::Refused | DossierStatus::Stopped => Tone::Bad,
        _ => Tone::Plain,
    };
    tag(tone, words::standing(status, is_withdrawn, lang))
}

/// By when its result is due; what is late, or nearly so, stands out.
pub fn due(day: Option<NaiveDate>, left: Option<i32>, lang: Lang) -> AnyView {
    let Some(day) = day else { return "–".into_any() };
    let text = words::due(day, left, lang);
    match left {
        Some(left) if left < 0 => tag(Tone::Bad, text),
        Some(left) if left <= 1 => tag(Tone::Warn, text),
        _ => text.into_any(),
    }
}

/// Each act with who and when.
pub fn steps(steps: Vec<DossierStep>) -> AnyView {
    let lang = lang::current();
    let line = move |step: DossierStep| {
        let time = step.at.vietnam_minute();
        let who = match &step.unit {
            Some(unit) => text::processing::step_by_unit(lang, &step.name, time, unit),
            None => text::processing::step_by(lang, &step.name, time),
        };
        let title = words::step(&step, lang);
        let said = step.words.map(|words| view! { <p>{words}</p> });
        view! {
            <li>
                <b>{title}</b>
                {said}
                <p class="hint">{who}</p>
            </li>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = steps.into_iter().map(line).collect();
    view! {
        <section class="card">
            <h2>{text::processing::steps(lang)}</h2>
            <ol class="course">{lines}</ol>
        </section>
    }
    .into_any()
}
