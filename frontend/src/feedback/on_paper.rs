//! What was said of one paper, and the dialog to say more. Loads by itself, so that any page of a paper can hold it.

use crate::api::{Load, Loader, load};
use crate::feedback::{form, words};
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{Dialog, failure_box, skeleton};
use leptos::prelude::*;
use motcua_shared::feedback::dto::{FeedbackItem, PaperFeedback};
use motcua_shared::id::PaperId;
use motcua_shared::path;
use motcua_shared::text;

/// The section of a paper's page.
pub fn on_paper(id: PaperId) -> AnyView {
    let asked = load::<PaperFeedback>(move || path::paper_feedback(id));
    section(id, asked, RwSignal::new(false))
}

/// "Phản ánh" on a card of a list: the dialog stands on a page of its own, so that a list loads nothing for it.
pub fn card_link(id: PaperId, name: &str) -> AnyView {
    let lang = lang::current();
    view! {
        <a href=format!("/kho/{id}/phan-anh") aria-label=text::feedback::open_label(lang, name)>
            {text::feedback::open(lang)}
        </a>
    }
    .into_any()
}

/// The section, with its dialog open from the start if wanted.
pub fn section(id: PaperId, asked: Loader<PaperFeedback>, open: RwSignal<bool>) -> AnyView {
    let lang = lang::current();
    let said = RwSignal::new(None::<String>);
    let retry = Callback::new(move |()| asked.retry());
    let content = dynamic(move || match asked.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(known) => known_view(id, known, asked, open, said),
    });
    view! {
        <section class="card stack-small" aria-labelledby="feedback-section">
            <h2 id="feedback-section">{text::feedback::section(lang)}</h2>
            <div role="status">
                {dynamic(move || said.get().map(|words| view! { <p class="notice">{words}</p> }))}
            </div>
            {content}
        </section>
    }
    .into_any()
}

fn known_view(
    id: PaperId,
    known: PaperFeedback,
    asked: Loader<PaperFeedback>,
    open: RwSignal<bool>,
    said: RwSignal<Option<String>>,
) -> AnyView {
    let lang = lang::current();
    let is_open = known.items.iter().any(|item| item.state.is_open());
    let list = (!known.items.is_empty())
        .then(|| view! { <ul class="plain-list">{known.items.iter().map(line).collect_view()}</ul> });
    if is_open {
        return view! {
            <p>{text::feedback::one_open(lang)}</p>
            {list}
        }
        .into_any();
    }
    let label = text::feedback::open_label(lang, &known.paper_name);
    let children = move || form::view(id, known.clone(), asked, open, said);
    view! {
        <p class="muted">{text::feedback::none(lang)}</p>
        {list}
        <p>
            <button type="button" class="btn quiet" aria-label=label on:click=move |_| open.set(true)>
                {text::feedback::open(lang)}
            </button>
        </p>
        <Dialog id="feedback" title=text::feedback::dialog(lang) open=open>
            {when(|| true, children.clone())}
        </Dialog>
    }
    .into_any()
}

fn line(item: &FeedbackItem) -> AnyView {
    let lang = lang::current();
    let due = item
        .state
        .is_open()
        .then(|| view! { <p>{words::answer(item, lang)}</p> });
    view! {
        <li class="stack-small">
            <p class="row">
                {words::state(item.state, lang)}
                <a href=format!("/kho/phan-anh/{}", item.id)>{text::feedback::see(lang)}</a>
            </p>
            <p class="hint">{words::reason(item.reason, lang)}</p>
            {due}
        </li>
    }
    .into_any()
}
