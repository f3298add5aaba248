//! How an officer gets in: what the register of the population says of the card, and the password of the time before VNeID.

use super::page_officer::Shared;
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::identity::staff::{CardField, IdentityCheck, OfficerView};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::format_date;

/// The section.
pub fn view(officer: &OfficerView, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let parts = [
        officer.check_offered.then(|| check(officer, shared)),
        officer.password_offered.then(|| password(officer, shared)),
    ];
    if parts.iter().all(Option::is_none) {
        return ().into_any();
    }
    view! {
        <section class="card stack gap-below">
            <h2>{text::staff::access(lang)}</h2>
            {parts.into_iter().flatten().collect_view()}
        </section>
    }
    .into_any()
}

fn check(officer: &OfficerView, shared: Shared) -> AnyView {
    let (lang, api, id) = (shared.lang, shared.api, officer.id);
    let ask = move |_| {
        let answer = async move {
            api.post::<OfficerView>(&path::staff_identity_check(id), &(), None)
                .await
        };
        // What came of it is shown below, and stays.
        shared.send(Box::pin(answer), "");
    };
    let found = match &officer.check {
        Some(check) => answered(check, lang),
        None => view! { <p class="hint">{text::staff::check_none(lang)}</p> }.into_any(),
    };
    view! {
        <div class="stack">
            <div role="status">{found}</div>
            <p class="hint">{text::staff::check_hint(lang)}</p>
            <button type="button" class="btn quiet" disabled=move || shared.busy.get() on:click=ask>
                {text::staff::check(lang)}
            </button>
        </div>
    }
    .into_any()
}

fn answered(check: &IdentityCheck, lang: Lang) -> AnyView {
    let at = text::staff::check_at(lang, check.at.vietnam_minute());
    let (tone, sentence) = match check.differs.as_slice() {
        [] => (Tone::Ok, text::staff::check_right(lang).to_owned()),
        [CardField::Number] => (Tone::Bad, text::staff::check_unknown(lang).to_owned()),
        fields => {
            let names: Vec<&str> = fields.iter().map(|field| name(*field, lang)).collect();
            (Tone::Bad, text::staff::check_wrong(lang, names.join(", ")))
        }
    };
    verdict(tone, sentence, view! { <p class="hint">{at}</p> })
}

fn name(field: CardField, lang: Lang) -> &'static str {
    match field {
        CardField::Number => text::staff::number(lang),
        CardField::Name => text::staff::name(lang),
        CardField::BirthDate => text::staff::born(lang),
        CardField::Sex => text::desk::sex(lang),
        CardField::IssuedOn => text::staff::issued_on(lang),
        CardField::IssuedBy => text::staff::issued_by(lang),
    }
}

fn password(officer: &OfficerView, shared: Shared) -> AnyView {
    let (lang, api, id) = (shared.lang, shared.api, officer.id);
    let reset = move |_| {
        let answer = async move {
            api.post::<OfficerView>(&path::staff_password_link(id), &(), None)
                .await
        };
        shared.send(Box::pin(answer), text::staff::password_sent(lang));
    };
    let state = match officer.has_password {
        true => text::staff::password_has(lang),
        false => text::staff::password_none(lang),
    };
    let closed = officer
        .closed_from
        .map(|day| view! { <p>{text::staff::password_closed(lang, format_date(day))}</p> });
    view! {
        <div class="stack">
            <p>{state}</p>
            {closed}
            <p class="hint">{text::staff::password_reset_hint(lang)}</p>
            <button type="button" class="btn quiet" disabled=move || shared.busy.get() on:click=reset>
                {text::staff::password_reset(lang)}
            </button>
        </div>
    }
    .into_any()
}
