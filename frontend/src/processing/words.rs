//! Words that both pages of this feature show.

use crate::ui::{Tone, tag};
use chrono::NaiveDate;
use leptos::prelude::*;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::payment::dto::RefundWaits;
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

/// What of its fee waits to go back.
pub fn refund(waits: RefundWaits, lang: Lang) -> &'static str {
    match waits {
        RefundWaits::Excess => text::processing::refund_excess(lang),
        RefundWaits::ToDecide => text::processing::refund_to_decide(lang),
    }
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
