//! One feedback, as its owner follows it.

use crate::api::{Api, load};
use crate::feedback::words;
use crate::format;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{FormErrors, Tone, error_summary, load_view, page_heading, quiet_submit_button, verdict};
use leptos::prelude::*;
use motcua_shared::feedback::dto::{FeedbackItem, FeedbackState, FeedbackView, StepFeedback};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/kho/phan-anh/:id`
pub fn page() -> AnyView {
    signed_in(one)
}

fn one() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let loaded = load::<FeedbackView>(move || {
        format!(
            "{}/{}",
            path::FEEDBACK,
            crate::dom::encode(&id.get().unwrap_or_default())
        )
    });
    view! {
        <a href="/kho/phan-anh" class="back">"‹ " {text::feedback::list_title(lang)}</a>
        {page_heading(text::feedback::dialog(lang))}
        {load_view(loaded, content)}
    }
    .into_any()
}

fn content(view: FeedbackView) -> AnyView {
    let now = RwSignal::new(view);
    dynamic(move || {
        let view = now.get();
        let withdrawal = view.item.state.is_open().then(|| withdrawal(now));
        view! {
            <div class="stack">
                {outcome(&view.item)} {said(&view)} {words::steps(view.steps)} {withdrawal}
            </div>
        }
        .into_any()
    })
}

fn outcome(item: &FeedbackItem) -> Option<AnyView> {
    let lang = lang::current();
    match item.state {
        FeedbackState::Replaced => Some(verdict(
            Tone::Ok,
            text::feedback::state_replaced(lang),
            view! { <p>{text::feedback::outcome_replaced(lang)}</p> },
        )),
        FeedbackState::Refused => Some(verdict(
            Tone::Bad,
            text::feedback::state_refused(lang),
            view! { <p>{text::feedback::outcome_refused(lang)}</p> },
        )),
        FeedbackState::Sent | FeedbackState::Comparing => {
            Some(verdict(Tone::Plain, words::answer(item, lang), ()))
        }
        FeedbackState::Withdrawn => None,
    }
}

fn said(view: &FeedbackView) -> AnyView {
    let lang = lang::current();
    let item = &view.item;
    let page = view.page.map(|page| page.to_string());
    let paper = view! { <a href=format!("/kho/{}", item.paper_id)>{item.paper_name.clone()}</a> };
    view! {
        <section class="card">
            <h2>{text::feedback::what(lang)}</h2>
            {facts(
                false,
                vec![
                    fact(text::feedback::paper(lang), paper),
                    fact(text::feedback::code(lang), item.paper_code.clone()),
                    fact(
                        text::feedback::file(lang),
                        text::feedback::file_number(lang, &view.file_name, view.file_version),
                    ),
                    fact(text::feedback::reason(lang), words::reason(item.reason, lang)),
                    fact(
                        text::feedback::explanation(lang),
                        format::or_none(view.explanation.as_deref(), lang),
                    ),
                    fact(text::feedback::page(lang), format::or_none(page.as_deref(), lang)),
                    fact(text::feedback::unit_name(lang), item.unit_name.clone()),
                    fact(text::feedback::sent_at(lang), item.sent_at.vietnam_minute()),
                    fact(text::feedback::due(lang), format::day(item.due_on)),
                    fact(text::feedback::state(lang), words::state(item.state, lang)),
                ],
            )}
        </section>
    }
    .into_any()
}

fn withdrawal(now: RwSignal<FeedbackView>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let (id, version) = now.with_untracked(|view| (view.item.id, view.item.version));
        spawn_local(async move {
            let answer = api
                .post::<FeedbackView>(&path::feedback_withdrawal(id), &StepFeedback { version }, None)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(view) => {
                    let _ = now.try_set(view);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        {error_summary(errors)}
        <form class="card stack-small" novalidate=true on:submit=submit>
            <p class="muted">{text::feedback::withdraw_hint(lang)}</p>
            <p>
                {quiet_submit_button(text::feedback::withdraw(lang), text::feedback::withdrawing(lang), busy)}
            </p>
        </form>
    }
    .into_any()
}
