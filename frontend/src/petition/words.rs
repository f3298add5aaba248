//! Words that several pages of this feature show.

use crate::format;
use crate::state::lang;
use crate::ui::{Tone, tag};
use leptos::prelude::*;
use motcua_shared::petition::dto::{
    PetitionAct, PetitionGround, PetitionItem, PetitionKind, PetitionState, PetitionStep,
};
use motcua_shared::processing::words as dossier;
use motcua_shared::text::{Lang, petition as text};

/// What it is about.
pub fn kind(kind: PetitionKind, lang: Lang) -> &'static str {
    match kind {
        PetitionKind::Procedure => text::kind_procedure(lang),
        PetitionKind::Conduct => text::kind_conduct(lang),
        PetitionKind::Portal => text::kind_portal(lang),
        PetitionKind::Other => text::kind_other(lang),
    }
}

/// Why it is not looked into.
pub fn ground(ground: PetitionGround, lang: Lang) -> &'static str {
    match ground {
        PetitionGround::NotAdministrative => text::ground_not_administrative(lang),
        PetitionGround::NothingToLookInto => text::ground_nothing_to_look_into(lang),
        PetitionGround::Insulting => text::ground_insulting(lang),
        PetitionGround::AnsweredBefore => text::ground_answered_before(lang),
        PetitionGround::OwnLaw => text::ground_own_law(lang),
    }
}

/// Where it stands, as a tag.
pub fn state(item: &PetitionItem, lang: Lang) -> AnyView {
    let (tone, label) = match item.state {
        PetitionState::Sent => (Tone::Plain, text::state_sent(lang)),
        PetitionState::Received => (Tone::Plain, text::state_received(lang)),
        PetitionState::Asked => (Tone::Warn, text::state_asked(lang)),
        PetitionState::Routed => (Tone::Plain, text::state_routed(lang)),
        PetitionState::Answered => (Tone::Ok, text::state_answered(lang)),
        PetitionState::Refused => (Tone::Bad, text::state_refused(lang)),
        PetitionState::Withdrawn => (Tone::Plain, text::state_withdrawn(lang)),
    };
    match (&item.unit_name, item.state) {
        (Some(unit), PetitionState::Routed) => tag(tone, text::state_routed_at(lang, unit)),
        _ => tag(tone, label),
    }
}

/// Until when it is answered: late days stand out.
pub fn due(item: &PetitionItem, lang: Lang) -> AnyView {
    let words = dossier::due(item.due_on, item.days_left, lang);
    match (item.state, item.days_left) {
        (PetitionState::Asked, _) => text::due_stands(lang).into_any(),
        (_, None) => format::day(item.due_on).into_any(),
        (_, Some(left)) if left < 0 => tag(Tone::Bad, words),
        (_, Some(left)) if left <= 1 => tag(Tone::Warn, words),
        _ => words.into_any(),
    }
}

fn title(step: &PetitionStep, lang: Lang) -> String {
    let plain = match step.act {
        PetitionAct::Route => {
            return text::step_route(lang, step.to_unit.as_deref().unwrap_or_default());
        }
        PetitionAct::Send => text::step_send(lang),
        PetitionAct::Receive => text::step_receive(lang),
        PetitionAct::Refuse => text::step_refuse(lang),
        PetitionAct::Ask => text::step_ask(lang),
        PetitionAct::Reply => text::step_reply(lang),
        PetitionAct::PassBack => text::step_pass_back(lang),
        PetitionAct::Answer => text::step_answer(lang),
        PetitionAct::Withdraw => text::step_withdraw(lang),
        PetitionAct::Publish => text::step_publish(lang),
        PetitionAct::TakeDown => text::step_take_down(lang),
    };
    plain.to_owned()
}

/// Each step, oldest first.
pub fn steps(steps: Vec<PetitionStep>) -> AnyView {
    let lang = lang::current();
    let line = move |step: PetitionStep| {
        let by = [
            step.name.clone(),
            step.unit.clone(),
            Some(step.at.vietnam_minute()),
        ];
        let by: Vec<String> = by.into_iter().flatten().collect();
        let reason = step.ground.map(|reason| view! { <p>{ground(reason, lang)}</p> });
        view! {
            <li>
                <b>{title(&step, lang)}</b>
                {reason}
                {step.words.map(|words| view! { <p class="pre">{words}</p> })}
                <p class="hint">{by.join(", ")}</p>
            </li>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = steps.into_iter().map(line).collect();
    view! {
        <section class="card">
            <h2>{text::steps(lang)}</h2>
            <ol class="course timeline">{lines}</ol>
        </section>
    }
    .into_any()
}
