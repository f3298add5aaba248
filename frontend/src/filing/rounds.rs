//! Rounds of supplement on a dossier's page: what was asked for, the file that stood there, struck out, and the one that came.

use crate::format;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Tone, round_answer, verdict};
use leptos::prelude::*;
use motcua_shared::filing::dto::Attachment;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::supplement::{Round, RoundPart, RoundState};
use motcua_shared::text::{self, Lang};

/// What waits for who filed, with the way there.
pub fn wanted(id: DossierId, course: &Course) -> AnyView {
    let lang = lang::current();
    let open = course.rounds.iter().find(|round| round.state == RoundState::Open);
    let is_asked_back = course.withdrawal.as_ref().is_some_and(|one| one.is_open);
    let Some(round) = open.filter(|_| !is_asked_back) else {
        return ().into_any();
    };
    let until = format::day(round.answer_until);
    let sentence = text::dossier::round_wanted(lang, round.count(), until);
    let more = view! {
        <p>{round.words.clone()}</p>
        <p>
            <a class="btn" rel="external" href=format!("/ho-so/{id}/bo-sung")>
                {text::dossier::round_go(lang)}
            </a>
        </p>
    };
    verdict(Tone::Warn, sentence, more)
}

/// All rounds, the newest first.
pub fn view(id: DossierId, rounds: Vec<Round>) -> AnyView {
    let lang = lang::current();
    if rounds.is_empty() {
        return ().into_any();
    }
    let rounds: Vec<AnyView> = rounds
        .into_iter()
        .rev()
        .map(|round| one(id, round, lang))
        .collect();
    view! {
        <section class="card gap-below">
            <h2>{text::dossier::rounds(lang)}</h2>
            {rounds}
        </section>
    }
    .into_any()
}

fn one(id: DossierId, round: Round, lang: Lang) -> AnyView {
    let by = text::dossier::round_by(lang, round.asked_at.vietnam_minute(), &round.unit);
    let number = round.number;
    let ended = round.ended_at.map(|at| at.vietnam_minute()).unwrap_or_default();
    let state = match (round.state, round.was_late) {
        (RoundState::Open, _) => text::dossier::round_until(lang, format::day(round.answer_until)),
        (RoundState::Supplied, false) => text::dossier::round_supplied(lang, ended),
        (RoundState::Supplied, true) => text::dossier::round_supplied_late(lang, ended),
        (RoundState::Ended, _) => text::dossier::round_ended(lang).to_owned(),
    };
    let parts: Vec<AnyView> = round
        .parts
        .iter()
        .map(|part| {
            let new = part.new.as_ref().map(|new| {
                view! { <p>{text::dossier::new_file(lang)} ": " {file_name(new, lang)}</p> }
            });
            view! {
                <li>
                    <b>{part.name.clone()}</b>
                    <p>{text::dossier::reason(lang, &part.reason)}</p>
                    <p>{text::dossier::old_file(lang)} ": " {old_file(id, number, part)}</p>
                    {new}
                </li>
            }
            .into_any()
        })
        .collect();
    let is_over = round.state == RoundState::Supplied;
    let answers: Vec<AnyView> = round
        .answers
        .iter()
        .map(|one| {
            view! {
                <li>
                    <b>{one.question.clone()}</b>
                    {round_answer(one, is_over, lang)}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <h3>{text::dossier::round(lang, number)}</h3>
        <p>{round.words}</p>
        <p class="hint">{by}</p>
        <p>{state}</p>
        <ul class="course">{answers} {parts}</ul>
    }
    .into_any()
}

fn file_name(attachment: &Attachment, lang: Lang) -> String {
    format!(
        "{} · {}",
        attachment.file_name,
        format::size(attachment.size, lang)
    )
}

/// What stood for a part, struck out, and openable.
pub fn old_file(id: DossierId, round: u32, part: &RoundPart) -> AnyView {
    let lang = lang::current();
    let (component, old) = (part.component_id.clone(), part.old.clone());
    dynamic(move || match &old {
        None => text::dossier::no_old_file(lang).into_any(),
        Some(old) => {
            let address = format!("{}?view=true", path::dossier_struck_file(id, round, &component));
            let name = old.file_name.clone();
            view! {
                <del>
                    <a
                        href=address
                        target="_blank"
                        rel="noopener external"
                        aria-label=text::dossier::struck_label(lang, &name)
                    >
                        {name.clone()}
                    </a>
                </del>
            }
            .into_any()
        }
    })
}
