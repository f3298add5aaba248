//! The wizard: loads the draft once, then shows one step after the other without asking the server again.

use crate::api::{Load, load};
use crate::dom;
use crate::filing::draft::Draft;
use crate::filing::model::{Step, first_open};
use crate::filing::saving::Saving;
use crate::filing::seal;
use crate::filing::{
    picker_tabs, step_check, step_components, step_delivery, step_form, step_parties, step_unit,
};
use crate::layout::signed_in;
use crate::react::{dynamic, effect};
use crate::route::param;
use crate::state::{ground, lang};
use crate::ui::{Tone, empty, failure_box, left_notice, page_heading, skeleton, verdict};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::id::DraftId;
use motcua_shared::path;
use motcua_shared::text;

/// Where officers fill in for somebody.
const DESK: &str = "/can-bo/tiep-nhan";

/// `/nop/:draft` and `/nop/:draft/:step`
pub fn page() -> AnyView {
    ground::provide_own(picker_tabs::view);
    signed_in(wizard)
}

/// The wizard, whoever is signed in.
pub fn wizard() -> AnyView {
    let (draft, step) = (param("draft"), param("step"));
    let id = Memo::new(move |_| draft.get().and_then(|text| DraftId::parse(&text)));
    let step = Memo::new(move |_| step.get().and_then(|slug| Step::of_slug(&slug)));
    view! {
        <div class="narrow wizard">
            {left_notice()}
            {dynamic(move || match id.get() {
                Some(id) => opened(id, step),
                None => not_found(),
            })}
        </div>
    }
    .into_any()
}

fn opened(id: DraftId, step: Memo<Option<Step>>) -> AnyView {
    let draft = load::<DraftView>(move || path::draft(id));
    let retry = Callback::new(move |()| draft.retry());
    let lang = lang::current();
    // Back on the line: the page comes by itself.
    let offline = dom::is_offline();
    effect(move || {
        let is_failed = untrack(|| matches!(draft.get(), Load::Failed(_)));
        if !offline.get() && is_failed {
            draft.retry();
        }
    });
    dynamic(move || match draft.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) if failure.code == ErrorCode::NotFound => not_found(),
        Load::Failed(failure) if failure.code == ErrorCode::ReceptionOver => over(),
        Load::Failed(failure) => {
            let waits = (failure.code == ErrorCode::NoConnection && seal::is_waiting(id))
                .then(|| verdict(Tone::Warn, text::filing::kept_on_device(lang), ()));
            view! {
                {waits}
                {failure_box(failure, retry)}
            }
            .into_any()
        }
        Load::Ready(view) => steps(view, step),
    })
}

fn steps(view: DraftView, step: Memo<Option<Step>>) -> AnyView {
    let ground = ground::current();
    // Come back from a page of everybody, such as the one for photographs.
    if view.desk.is_some() && !ground.is_desk {
        let location = use_location().pathname.get_untracked();
        dom::replace_by(&location.replacen(ground.wizard, DESK, 1));
        return skeleton();
    }
    let band = (ground.band)(&view);
    let draft = Draft::new(view);
    let saving = Saving::new(draft);
    let navigate = use_navigate();
    let instead = || NavigateOptions {
        replace: true,
        ..Default::default()
    };
    // Filed in another tab, or come back to by the browser's history: the receipt is the place to be.
    // So is what a filed dossier is supplemented with: it has a page of its own.
    let place = move |view: &DraftView| match (view.dossier_id, view.supplement_of) {
        (Some(dossier), _) => Some(format!("{}/{dossier}", ground.filed)),
        (None, Some(dossier)) => Some(format!("/ho-so/{dossier}/bo-sung")),
        (None, None) => None,
    };
    let place = Memo::new(move |_| draft.view.with(place));
    let leave = navigate.clone();
    let location = use_location();
    let own = draft.page("").trim_end_matches('/').to_owned();
    effect(move || {
        if let Some(place) = place.get() {
            leave(&place, instead());
        } else if step.get().is_none() && location.pathname.with_untracked(|path| path.starts_with(&own)) {
            // Only while this draft is the page: whoever leaves it has no step either.
            let first = draft.view.with_untracked(|view| first_open(&view.missing));
            navigate(&draft.page(first.slug()), instead());
        }
    });
    let page = dynamic(move || match step.get() {
        Some(Step::Unit) => step_unit::view(saving),
        Some(Step::Parties) => step_parties::view(saving),
        Some(Step::Form) => step_form::view(saving),
        Some(Step::Components) => step_components::view(saving),
        Some(Step::Delivery) => step_delivery::view(saving),
        Some(Step::Check) => step_check::view(saving),
        None => skeleton(),
    });
    view! {
        {band}
        {page}
        {draft.leave.dialog()}
    }
    .into_any()
}

/// The time that the person at the desk agreed to is over.
fn over() -> AnyView {
    ground::current().gone.map_or_else(not_found, |gone| gone())
}

fn not_found() -> AnyView {
    let lang = lang::current();
    if let Some(gone) = ground::current().gone {
        return gone();
    }
    let gone = empty(
        text::filing::gone_hint(lang),
        "",
        view! { <a href="/nop" class="btn">{text::filing::to_procedures(lang)}</a> },
    );
    view! {
        {page_heading(text::filing::gone_title(lang))}
        {gone}
    }
    .into_any()
}
