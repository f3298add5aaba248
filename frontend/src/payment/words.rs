//! Words that several pages of this feature show.

use crate::format::money;
use crate::state::lang;
use crate::ui::facts::fact;
use crate::ui::{Tone, copyable_code, tag};
use leptos::prelude::*;
use motcua_shared::payment::dto::{ChargeState, ChargeStep, ChargeView, PaidBy};
use motcua_shared::text::{self, Lang};

/// Where a charge stands, as a tag.
pub fn state(state: ChargeState, lang: Lang) -> AnyView {
    match state {
        ChargeState::Due => tag(Tone::Warn, text::payment::tag_due(lang)),
        ChargeState::Paid => tag(Tone::Ok, text::payment::tag_paid(lang)),
        ChargeState::Waived => tag(Tone::Plain, text::payment::tag_waived(lang)),
        ChargeState::Void => tag(Tone::Plain, text::payment::tag_void(lang)),
        ChargeState::Refunded => tag(Tone::Plain, text::payment::tag_refunded(lang)),
    }
}

/// How it was paid.
pub fn way(way: PaidBy, lang: Lang) -> &'static str {
    match way {
        PaidBy::Vnpay => text::payment::way_vnpay(lang),
        PaidBy::Transfer => text::payment::way_transfer(lang),
        PaidBy::Desk => text::payment::way_desk(lang),
    }
}

/// What is known of the payment, where there was one.
pub fn payment(charge: &ChargeView, lang: Lang) -> Vec<AnyView> {
    let mut entries = Vec::new();
    if let Some(paid) = charge.way {
        entries.push(fact(text::payment::way(lang), way(paid, lang)));
    }
    if let Some(reference) = charge.reference.clone() {
        entries.push(fact(text::payment::reference(lang), copyable_code(reference)));
    }
    if let Some(at) = charge.settled_at.filter(|_| charge.way.is_some()) {
        entries.push(fact(text::payment::settled_at(lang), at.vietnam_minute()));
    }
    if charge.refunded > 0 {
        entries.push(fact(text::payment::received(lang), money(charge.received, lang)));
        entries.push(fact(text::payment::refunded(lang), money(charge.refunded, lang)));
    }
    if let Some(ground) = charge.kept_because.clone() {
        entries.push(fact(text::payment::kept_because(lang), ground));
    }
    entries
}

/// Each act with who and when.
pub fn steps(steps: Vec<ChargeStep>) -> AnyView {
    let lang = lang::current();
    let line = |step: ChargeStep| {
        view! {
            <li>
                <b>{step.title}</b>
                <p>{step.words}</p>
                <p class="hint">{step.by}</p>
            </li>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = steps.into_iter().map(line).collect();
    view! {
        <section class="card">
            <h2>{text::payment::steps(lang)}</h2>
            <ol class="course">{lines}</ol>
        </section>
    }
    .into_any()
}
