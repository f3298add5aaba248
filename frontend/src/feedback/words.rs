//! Words that several pages of this feature show.

use crate::format;
use crate::state::lang;
use crate::ui::{Tone, tag};
use leptos::prelude::*;
use motcua_shared::feedback::dto::{FeedbackItem, FeedbackReason, FeedbackState, FeedbackStep};
use motcua_shared::text::{self, Lang};

/// The letter's sentence.
pub fn reason(reason: FeedbackReason, lang: Lang) -> &'static str {
    match reason {
        FeedbackReason::WrongData => text::feedback::reason_wrong_data(lang),
        FeedbackReason::WrongResult => text::feedback::reason_wrong_result(lang),
        FeedbackReason::NotSigned => text::feedback::reason_not_signed(lang),
    }
}

/// Where it stands, as a tag.
pub fn state(state: FeedbackState, lang: Lang) -> AnyView {
    let (tone, label) = match state {
        FeedbackState::Sent => (Tone::Plain, text::feedback::state_sent(lang)),
        FeedbackState::Comparing => (Tone::Warn, text::feedback::state_comparing(lang)),
        FeedbackState::Replaced => (Tone::Ok, text::feedback::state_replaced(lang)),
        FeedbackState::Refused => (Tone::Bad, text::feedback::state_refused(lang)),
        FeedbackState::Withdrawn => (Tone::Plain, text::feedback::state_withdrawn(lang)),
    };
    tag(tone, label)
}

/// "27/11/2026, còn 3 ngày làm việc".
pub fn due(item: &FeedbackItem, lang: Lang) -> String {
    let day = format::day(item.due_on);
    match item.days_left {
        0 => text::feedback::due_today(lang, day),
        left if left > 0 => text::feedback::due_left(lang, day, left),
        over => text::feedback::due_over(lang, day, -over),
    }
}

/// The same as a sentence that says what the day is, where no label stands beside it.
pub fn answer(item: &FeedbackItem, lang: Lang) -> String {
    let day = format::day(item.due_on);
    match item.days_left {
        0 => text::feedback::answer_today(lang, day),
        left if left > 0 => text::feedback::answer_before(lang, day, left),
        over => text::feedback::answer_over(lang, day, -over),
    }
}

/// Each step with who and when.
pub fn steps(steps: Vec<FeedbackStep>) -> AnyView {
    let lang = lang::current();
    let line = move |step: FeedbackStep| {
        let time = step.at.vietnam_minute();
        let who = match &step.unit {
            Some(unit) => text::feedback::step_by_unit(lang, &step.name, time, unit),
            None => text::feedback::step_by(lang, &step.name, time),
        };
        view! {
            <li class="stack-small">
                <p class="row">{state(step.state, lang)}</p>
                {step.words.map(|words| view! { <p>{words}</p> })}
                <p class="hint">{who}</p>
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{text::feedback::steps(lang)}</h2>
            <ol class="plain-list">{steps.into_iter().map(line).collect_view()}</ol>
        </section>
    }
    .into_any()
}
