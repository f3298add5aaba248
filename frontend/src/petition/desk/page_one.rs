//! One petition, and what the officer who reads it may do with it.

use super::{HERE, acts, part_publish, part_route};
use crate::api::load;
use crate::dom;
use crate::format;
use crate::petition::words;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{Tone, left_notice, load_view, page_heading, verdict};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::petition::dto::{DeskPetition, PetitionState};
use motcua_shared::text::petition as text;

/// `/can-bo/kien-nghi/:id`
pub fn page() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let loaded = load::<DeskPetition>(move || {
        let id = id.get().unwrap_or_default();
        format!("{}/{}", path::DESK_PETITIONS, dom::encode(&id))
    });
    view! {
        <a class="back" href=HERE>
            <span aria-hidden="true">"←"</span>
            {text::title(lang)}
        </a>
        {left_notice()}
        {load_view(loaded, content)}
    }
    .into_any()
}

fn content(desk: DeskPetition) -> AnyView {
    let title = desk.petition.item.title.clone();
    let now = RwSignal::new(desk);
    let body = dynamic(move || {
        let desk = now.get();
        view! {
            <div class="case">
                <div class="stack">
                    {said(&desk)}
                    {words::steps(desk.petition.steps.clone())}
                </div>
                <div class="stack">{deeds(&desk, now)}</div>
            </div>
        }
        .into_any()
    });
    view! {
        {page_heading(title)}
        {body}
    }
    .into_any()
}

fn said(desk: &DeskPetition) -> AnyView {
    let lang = lang::current();
    let view = &desk.petition;
    let item = &view.item;
    let writer = match &desk.writer {
        Some(name) => name.clone(),
        None => text::writer_hidden(lang).to_owned(),
    };
    let leave = match view.may_publish {
        true => text::publish_yes(lang),
        false => text::publish_no(lang),
    };
    let mut entries = vec![
        fact(text::code(lang), item.code.clone()),
        fact(text::state(lang), words::state(item, lang)),
        fact(text::due(lang), words::due(item, lang)),
        fact(text::kind(lang), words::kind(item.kind, lang)),
        fact(text::writer(lang), writer),
        fact(text::sent_at(lang), item.sent_at.vietnam_minute()),
        fact(
            text::named_unit(lang),
            format::or_none(view.named_unit.as_deref(), lang),
        ),
    ];
    if let Some(dossier) = &view.dossier {
        entries.push(fact(text::named_dossier(lang), dossier.code.clone()));
    }
    if let Some(unit) = &item.unit_name {
        entries.push(fact(text::at_unit(lang), unit.clone()));
    }
    if !desk.officer_names.is_empty() {
        entries.push(fact(text::officer(lang), desk.officer_names.join(", ")));
    }
    entries.push(fact(text::publish_leave(lang), leave));
    view! {
        <section class="card stack-small">
            <h2>{text::what(lang)}</h2>
            <p class="pre">{view.words.clone()}</p>
            {facts(true, entries)}
        </section>
    }
    .into_any()
}

/// What may be done now, what is meant to be done first.
fn deeds(desk: &DeskPetition, now: RwSignal<DeskPetition>) -> Vec<AnyView> {
    let lang = lang::current();
    let unit = desk.petition.item.unit_name.clone().unwrap_or_default();
    let mut found = Vec::new();
    match desk.petition.item.state {
        PetitionState::Sent if desk.is_desk => found.push(acts::receipt(now)),
        PetitionState::Received if desk.is_desk => {
            found.push(part_route::part(now, false));
            if !desk.was_asked {
                found.push(acts::question(now));
            }
            found.push(acts::refusal(now));
        }
        PetitionState::Asked if desk.is_desk => {
            found.push(verdict(Tone::Plain, text::waiting_reply(lang), ()));
            found.push(part_route::part(now, true));
            found.push(acts::refusal(now));
        }
        PetitionState::Routed => {
            if desk.is_here {
                found.push(acts::answer(now));
                found.push(acts::handing_back(now));
            } else {
                found.push(verdict(Tone::Plain, text::at_other(lang, unit), ()));
            }
            if desk.is_desk {
                found.push(part_route::part(now, true));
            }
        }
        PetitionState::Answered if desk.is_desk => found.push(match desk.petition.may_publish {
            true => part_publish::part(desk, now),
            false => verdict(Tone::Plain, text::not_to_publish(lang), ()),
        }),
        _ => {}
    }
    found
}
