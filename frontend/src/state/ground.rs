//! On what ground the wizard stands: among the filer's own pages, or at the desk of an officer.

use leptos::prelude::*;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::text::{self, Lang};

/// What differs.
#[derive(Clone, Copy)]
pub struct Ground {
    /// The address before the id of a draft.
    pub wizard: &'static str,
    /// The address before the id of a filed dossier.
    pub filed: &'static str,
    /// Where "Lưu và thoát" leads.
    pub left: &'static str,
    /// Whether an officer holds the pen.
    pub is_desk: bool,
    /// The button that hands it in, at rest and while it works.
    pub submit: fn(Lang) -> [&'static str; 2],
    /// What stands above every step.
    pub band: fn(&DraftView) -> AnyView,
    /// What is shown where the draft cannot be opened any more; nothing where the wizard has words of its own.
    pub gone: Option<fn() -> AnyView>,
}

/// The filer's own.
pub const OWN: Ground = Ground {
    wizard: "/nop",
    filed: "/ho-so",
    left: "/nop",
    is_desk: false,
    submit: |lang| [text::filing::submit(lang), text::filing::submitting(lang)],
    band: |_| ().into_any(),
    gone: None,
};

/// The one of this page.
pub fn current() -> Ground {
    use_context().unwrap_or(OWN)
}
