//! One feedback beside the file that it is about, and what an officer does with it.

use super::SIGN_IN;
use crate::api::load;
use crate::feedback::{desk_answer, words};
use crate::format;
use crate::layout::signed_in_at;
use crate::react::dynamic;
use crate::route::param;
use crate::signature::report_view;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{Tone, load_view, page_heading, verdict};
use leptos::prelude::*;
use motcua_shared::feedback::dto::{DeskFeedback, FeedbackState};
use motcua_shared::path;
use motcua_shared::signature::words::headline;
use motcua_shared::text;

/// `/can-bo/phan-anh/:id`
pub fn page() -> AnyView {
    signed_in_at(SIGN_IN, one)
}

fn one() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let loaded = load::<DeskFeedback>(move || {
        format!(
            "{}/{}",
            path::DESK_FEEDBACK,
            crate::dom::encode(&id.get().unwrap_or_default())
        )
    });
    view! {
        <a class="back" href="/can-bo/phan-anh">
            <span aria-hidden="true">"←"</span>
            {text::feedback::desk_back(lang)}
        </a>
        {page_heading(text::feedback::dialog(lang))}
        {load_view(loaded, content)}
    }
    .into_any()
}

fn content(desk: DeskFeedback) -> AnyView {
    let now = RwSignal::new(desk);
    dynamic(move || {
        let desk = now.get();
        let below = match desk.feedback.item.state {
            FeedbackState::Sent => desk_answer::begin(now),
            FeedbackState::Comparing => desk_answer::answers(&desk, now),
            over => done(over),
        };
        view! {
            <div class="stack">
                <div class="desk-pair">{said(&desk)} {paper(&desk)}</div>
                {below}
                {words::steps(desk.feedback.steps.clone())}
                {signature(&desk)}
            </div>
        }
        .into_any()
    })
}

fn done(state: FeedbackState) -> AnyView {
    let lang = lang::current();
    let (tone, sentence) = match state {
        FeedbackState::Replaced => (Tone::Ok, text::feedback::done_replaced(lang)),
        FeedbackState::Withdrawn => (Tone::Plain, text::feedback::done_withdrawn(lang)),
        _ => (Tone::Ok, text::feedback::done_refused(lang)),
    };
    view! { <div role="status">{verdict(tone, sentence, ())}</div> }.into_any()
}

fn said(desk: &DeskFeedback) -> AnyView {
    let lang = lang::current();
    let view = &desk.feedback;
    let item = &view.item;
    let page = view.page.map(|page| page.to_string());
    let due = if item.state.is_open() {
        words::due(item, lang)
    } else {
        format::day(item.due_on)
    };
    view! {
        <section class="card">
            <h2>{text::feedback::what(lang)}</h2>
            {facts(
                false,
                vec![
                    fact(text::feedback::state(lang), words::state(item.state, lang)),
                    fact(text::feedback::due(lang), due),
                    fact(text::feedback::reason(lang), words::reason(item.reason, lang)),
                    fact(
                        text::feedback::explanation(lang),
                        format::or_none(view.explanation.as_deref(), lang),
                    ),
                    fact(text::feedback::page(lang), format::or_none(page.as_deref(), lang)),
                    fact(text::feedback::sent_at(lang), item.sent_at.vietnam_minute()),
                    fact(text::feedback::unit_name(lang), item.unit_name.clone()),
                ],
            )}
        </section>
    }
    .into_any()
}

fn paper(desk: &DeskFeedback) -> AnyView {
    let lang = lang::current();
    let view = &desk.feedback;
    let item = &view.item;
    let file = path::desk_feedback_part(item.id, "file");
    let page = view.page.map(|page| format!("#page={page}")).unwrap_or_default();
    let label = text::feedback::view_label(lang, &view.file_name);
    let issued = desk.issued_on.map(format::day);
    view! {
        <section class="card paper">
            <h2>{text::feedback::wrong_paper(lang)}</h2>
            {facts(
                false,
                vec![
                    fact(text::feedback::paper(lang), item.paper_name.clone()),
                    fact(text::feedback::code(lang), item.paper_code.clone()),
                    fact(
                        text::feedback::file(lang),
                        text::feedback::file_number(lang, &view.file_name, view.file_version),
                    ),
                    fact(text::feedback::owner(lang), item.owner_name.clone()),
                    fact(text::feedback::identifier(lang), desk.owner_identifier.clone()),
                    fact(
                        text::feedback::decision_number(lang),
                        format::or_none(desk.decision_number.as_deref(), lang),
                    ),
                    fact(
                        text::feedback::issued_on(lang),
                        format::or_none(issued.as_deref(), lang),
                    ),
                    fact(
                        text::feedback::used_in(lang),
                        text::feedback::used_in_count(lang, desk.used_in),
                    ),
                ],
            )}
            <p class="hint">{text::feedback::logged(lang)}</p>
            <div class="actions">
                <a
                    href=format!("{file}?view=true{page}")
                    target="_blank"
                    rel="noopener"
                    aria-label=label
                >
                    {text::feedback::view(lang)}
                </a>
                <a href=file.clone() download=view.file_name.clone()>
                    {text::feedback::download(lang)}
                </a>
            </div>
        </section>
    }
    .into_any()
}

fn signature(desk: &DeskFeedback) -> AnyView {
    let lang = lang::current();
    let (report, when, then) = match &desk.current {
        None => (&desk.report, None, None),
        Some(current) => (
            &current.report,
            Some(text::feedback::signature_now(
                lang,
                current.verified_at.vietnam_minute(),
            )),
            (current.report.verdict != desk.report.verdict)
                .then(|| text::feedback::signature_then(lang, headline(&desk.report, lang))),
        ),
    };
    view! {
        <section class="card stack-small">
            <h2>{text::feedback::signature(lang)}</h2>
            {report_view::report(report, &|_, _| None, lang)}
            {when.map(|when| view! { <p class="hint">{when}</p> })}
            {then.map(|then| view! { <p class="hint">{then}</p> })}
        </section>
    }
    .into_any()
}
