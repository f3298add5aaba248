//! Words for what stands in a request.

use crate::format;
use crate::ui::Tone;
use crate::ui::facts::{fact, whole_fact};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::certified::{CopyState, CopyView, RefusalGround};

pub use motcua_shared::vault::appointment::words as appointment;

/// How far a request is.
pub fn state(state: CopyState, lang: Lang) -> (Tone, &'static str) {
    use text::certified as t;
    match state {
        CopyState::Asked => (Tone::Plain, t::state_asked(lang)),
        CopyState::Appointed => (Tone::Plain, t::state_appointed(lang)),
        CopyState::Taken => (Tone::Warn, t::state_taken(lang)),
        CopyState::Signed => (Tone::Warn, t::state_signed(lang)),
        CopyState::Sealed => (Tone::Warn, t::state_sealed(lang)),
        CopyState::Issued => (Tone::Ok, t::state_issued(lang)),
        CopyState::Refused => (Tone::Bad, t::state_refused(lang)),
        CopyState::Cancelled => (Tone::Plain, t::state_cancelled(lang)),
        CopyState::Missed => (Tone::Plain, t::state_missed(lang)),
    }
}

/// Why not.
pub fn ground(ground: RefusalGround, lang: Lang) -> &'static str {
    use text::certified as t;
    match ground {
        RefusalGround::Altered => t::ground_altered(lang),
        RefusalGround::Damaged => t::ground_damaged(lang),
        RefusalGround::Secret => t::ground_secret(lang),
        RefusalGround::Unlawful => t::ground_unlawful(lang),
        RefusalGround::NotLegalised => t::ground_not_legalised(lang),
        RefusalGround::Unconfirmed => t::ground_unconfirmed(lang),
        RefusalGround::NoOriginal => t::ground_no_original(lang),
    }
}

/// Its value in a form.
pub fn ground_value(ground: RefusalGround) -> String {
    serde_json::to_string(&ground)
        .unwrap_or_default()
        .trim_matches('"')
        .to_owned()
}

/// What the fee is, or why there is none.
pub fn fee(copy: &CopyView, lang: Lang) -> String {
    match &copy.fee_waived {
        Some(reason) => text::certified::fee_waived_for(lang, reason),
        None => format::money(i64::from(copy.fee), lang),
    }
}

/// What both sides see of a request.
pub fn facts_of(copy: &CopyView, lang: Lang) -> Vec<AnyView> {
    use text::certified as t;
    let mut rows = vec![
        whole_fact(t::original(lang), copy.description.clone()),
        fact(t::category(lang), copy.category.clone()),
        fact(t::pages(lang), copy.pages.to_string()),
        fact(t::fee(lang), fee(copy, lang)),
    ];
    rows.extend(
        copy.appointment
            .map(|at| fact(t::appointment(lang), appointment(at, lang))),
    );
    rows.extend(
        copy.number
            .as_ref()
            .map(|number| fact(t::number(lang), number.clone())),
    );
    rows.extend(
        copy.signer
            .as_ref()
            .map(|signer| fact(t::signer(lang), format!("{}, {}", signer.name, signer.title))),
    );
    rows.extend(
        copy.ground
            .map(|why| whole_fact(t::refusal_ground(lang), ground(why, lang))),
    );
    rows.extend(
        copy.note
            .as_ref()
            .map(|note| whole_fact(t::refusal_note(lang), note.clone())),
    );
    rows
}
