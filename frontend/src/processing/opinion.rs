//! What other units are asked about a dossier, and what they said.

use super::act::{Now, settle};
use crate::api::{Api, Load, load};
use crate::dom;
use crate::format;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, Select, Tone, error_summary, quiet_submit_button, tag, text_field,
};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::id::UnitId;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::opinion::{AskOpinion, OpinionView, Stance};
use motcua_shared::processing::words;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// The card; nothing where nobody was asked and nobody may be.
pub fn card(desk: &DeskDossier, now: Now) -> AnyView {
    let lang = lang::current();
    let may_ask = desk.lies_at.is_none() && desk.dossier.status.is_due();
    if desk.opinions.is_empty() && !may_ask {
        return ().into_any();
    }
    let lines: Vec<AnyView> = desk.opinions.iter().map(|one| line(one, lang)).collect();
    let list = (!lines.is_empty()).then(|| view! { <ol class="filed-parts">{lines}</ol> });
    let form = may_ask.then(|| form(now));
    view! {
        <details class="card" open=!desk.opinions.is_empty()>
            <summary>
                <h2>{text::work::opinions(lang)}</h2>
            </summary>
            {list}
            {form}
        </details>
    }
    .into_any()
}

/// Where a question stands.
pub(super) fn standing(one: &OpinionView, lang: Lang) -> AnyView {
    match &one.answer {
        Some(answer) => {
            let (tone, words) = match answer.stance {
                Stance::Agree => (Tone::Ok, text::work::stance_agree(lang)),
                Stance::Disagree => (Tone::Bad, text::work::stance_disagree(lang)),
                Stance::Remark => (Tone::Plain, text::work::stance_remark(lang)),
            };
            tag(tone, words)
        }
        None if one.is_over => tag(Tone::Plain, text::work::opinion_not_wanted(lang)),
        None => {
            let due = words::due(one.until, one.days_left, lang);
            let tone = match one.days_left {
                Some(left) if left < 0 => Tone::Bad,
                Some(left) if left <= 1 => Tone::Warn,
                _ => Tone::Plain,
            };
            tag(tone, text::work::opinion_until(lang, due))
        }
    }
}

/// What was answered, with who and when.
pub(super) fn answered(one: &OpinionView, lang: Lang) -> AnyView {
    let shown = one.answer.as_ref().map(|answer| {
        let by = text::work::opinion_by(lang, &answer.officer, answer.at.vietnam_minute(), &one.unit);
        view! {
            <p>{answer.words.clone()}</p>
            <p class="hint">{by}</p>
        }
    });
    shown.into_any()
}

fn line(one: &OpinionView, lang: Lang) -> AnyView {
    let by = text::work::opinion_asked(lang, &one.asked_by, one.asked_at.vietnam_minute());
    view! {
        <li class="filed-part">
            <h3>{one.unit.clone()}</h3>
            <p>{one.question.clone()}</p>
            <p class="hint">{by}</p>
            <p class="row">{standing(one, lang)}</p>
            {answered(one, lang)}
        </li>
    }
    .into_any()
}

fn form(now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let (typed, chosen) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (question, days) = (RwSignal::new(String::new()), RwSignal::new("5".to_owned()));
    let found = load::<Vec<UnitView>>(move || {
        let words = typed.with(|typed| dom::encode(typed.trim()));
        format!("{}?q={words}", path::DESK_OPINION_UNITS)
    });
    // While the next answer is on its way the last one stands.
    let units = Memo::new(move |before: Option<&Vec<Choice>>| match found.get() {
        Load::Ready(list) => {
            let choice = |unit: UnitView| Choice {
                value: unit.id.to_string(),
                label: unit.name,
            };
            list.into_iter().map(choice).collect()
        }
        Load::Loading | Load::Failed(_) => before.cloned().unwrap_or_default(),
    });
    // What is not in the list any more is not chosen any more.
    effect(move || {
        let is_there = units
            .with(|units| chosen.with_untracked(|chosen| units.iter().any(|unit| unit.value == *chosen)));
        if !is_there {
            chosen.set(String::new());
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let Some(unit_id) = chosen.with_untracked(|id| UnitId::parse(id)) else {
            errors.mark("opinion-unit_id", text::work::opinion_no_unit(lang).to_owned());
            errors.show();
            return;
        };
        let request = AskOpinion {
            unit_id,
            question: question.get_untracked(),
            // What is no number is as wrong as none; the server says within which bounds.
            days: days.with_untracked(|days| days.trim().parse().unwrap_or_default()),
        };
        let id = now.with_untracked(|desk| desk.dossier.id);
        busy.set(true);
        spawn_local(async move {
            let address = path::desk_dossier_part(id, "opinions");
            let answer = api.post(&address, &request, None).await;
            settle(api, answer, (now, errors, busy), |path| format!("opinion-{path}"));
        });
    };
    let search = Field {
        hint: text::work::opinion_search_hint(lang),
        optional: true,
        ..Field::new("opinion-search", text::work::opinion_search(lang))
    };
    let about = Field {
        hint: text::work::opinion_question_hint(lang),
        multiline: true,
        ..Field::new("opinion-question", text::work::opinion_question(lang))
    };
    let time = Field {
        inputmode: "numeric",
        class: "short",
        ..Field::new("opinion-days", text::work::opinion_days(lang))
    };
    let none = dynamic(move || {
        let is_none = matches!(found.get(), Load::Ready(list) if list.is_empty());
        is_none.then(|| view! { <p class="hint">{text::work::opinion_no_such_unit(lang)}</p> })
    });
    view! {
        {error_summary(errors)}
        <form class="stack" novalidate=true on:submit=submit>
            <p class="muted">{text::work::opinion_hint(lang)}</p>
            {text_field(typed, FormErrors::new(), search)}
            <div role="status">{none}</div>
            <Select
                id="opinion-unit_id"
                label=text::work::opinion_unit(lang)
                placeholder=text::ui::choose(lang)
                choices=units
                value=chosen
                errors=errors
            />
            {text_field(question, errors, about)}
            {text_field(days, errors, time)}
            <p>{quiet_submit_button(text::work::opinion_ask(lang), text::work::opinion_asking(lang), busy)}</p>
        </form>
    }
    .into_any()
}

/// The last day, as lists show it.
pub(super) fn until(one: &OpinionView) -> String {
    format::day(one.until)
}
