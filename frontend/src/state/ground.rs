//! On what ground the wizard stands: among the filer's own pages, or at the desk of an officer.

use leptos::prelude::*;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::id::PaperId;
use motcua_shared::text::{self, Lang};

/// Papers that may stand for a component, and more than those that fit.
pub struct Lists {
    /// The categories that the component asks for, and how old a paper may be.
    pub wanted: (Vec<String>, Option<u16>),
    /// How many papers fit.
    pub fitting: u32,
    /// The list of those.
    pub suggestions: Box<dyn Fn() -> AnyView + Send + Sync>,
    /// Which one is chosen.
    pub chosen: RwSignal<Option<PaperId>>,
}

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
    /// The lists of "Lấy từ kho"; without any, what fits is all that is offered.
    pub lists: Option<fn(Lists) -> AnyView>,
    /// What is shown where the draft cannot be opened any more; nothing where the wizard has words of its own.
    pub gone: Option<fn() -> AnyView>,
}

/// Where nobody said otherwise: the filer's own, without lists.
const BARE: Ground = Ground {
    wizard: "/nop",
    filed: "/ho-so",
    left: "/nop",
    is_desk: false,
    submit: |lang| [text::filing::submit(lang), text::filing::submitting(lang)],
    band: |_| ().into_any(),
    lists: None,
    gone: None,
};

/// From here on the filer's own, with these lists. A program that only officers have does without their weight.
pub fn provide_own(lists: fn(Lists) -> AnyView) {
    provide_context(Ground {
        lists: Some(lists),
        ..BARE
    });
}

/// The one of this page.
pub fn current() -> Ground {
    use_context().unwrap_or(BARE)
}
