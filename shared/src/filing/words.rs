//! What stands in several places about filing, in words.

use super::acting::{Acting, Ground};
use super::dto::SubmissionMethod;
use crate::catalogue::dto::DeliveryMethod;
use crate::text::{self, Lang};

/// The words of a ground.
pub fn ground(ground: Ground, lang: Lang) -> &'static str {
    match ground {
        Ground::Authorised => text::filing::ground_authorised(lang),
        Ground::Guardian => text::filing::ground_guardian(lang),
        Ground::Relative => text::filing::ground_relative(lang),
        Ground::Body => text::filing::ground_body(lang),
        Ground::Other => text::filing::ground_other(lang),
    }
}

/// How originals come to the unit.
pub fn submission(method: SubmissionMethod, lang: Lang) -> &'static str {
    match method {
        SubmissionMethod::Online => text::filing::submission_online(lang),
        SubmissionMethod::AtUnit => text::filing::submission_at_unit(lang),
        SubmissionMethod::ByPost => text::filing::submission_by_post(lang),
        SubmissionMethod::AtDesk => text::filing::submission_at_desk(lang),
    }
}

/// How a result is handed over.
pub fn delivery(method: DeliveryMethod, lang: Lang) -> &'static str {
    match method {
        DeliveryMethod::Online => text::catalogue::delivery_online(lang),
        DeliveryMethod::AtUnit => text::catalogue::delivery_at_unit(lang),
        DeliveryMethod::ByPost => text::catalogue::delivery_by_post(lang),
    }
}

/// On which ground somebody files for another.
pub fn acting(acting: &Acting, lang: Lang) -> Option<String> {
    let words = ground(acting.ground?, lang);
    Some(match acting.note.as_deref().filter(|note| !note.is_empty()) {
        Some(note) => format!("{words}: {note}"),
        None => words.to_owned(),
    })
}
