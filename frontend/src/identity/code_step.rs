//! The step of a one-time code, the same in every flow: one field that takes a pasted or filled-in code in any grouping,
//! a countdown, and another code.

use crate::api::{Api, Failure};
use crate::dom::{self, now};
use crate::identity::model::Waiting;
use crate::react::{dynamic, effect};
use crate::state::{lang, session};
use crate::ui::{Field, FormErrors, error_summary, page_heading, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::rule::parse_code;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::format_date;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// An answer that is on its way.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// What differs between the flows. `T` is what the right code brings.
pub struct CodeStep<T: 'static> {
    /// What the server calls the flow.
    pub flow: String,
    /// The code that was sent first.
    pub first: Waiting,
    /// Where it went.
    pub sent: fn(Lang, &str) -> String,
    /// The same of another code.
    pub resent: fn(Lang, &str) -> String,
    /// Sends a code: flow, code.
    pub confirm: fn(Api, String, String) -> Answer<T>,
    /// Asks for another code.
    pub resend: fn(Api, String) -> Answer<Challenge>,
    /// Another code was sent.
    pub keep: Callback<Waiting>,
    /// The code was right.
    pub done: Callback<T>,
    /// The act in words, while it runs, and the way back.
    pub labels: [&'static str; 3],
    /// The way back.
    pub back: Callback<()>,
    /// The way to another proof, where there is one.
    pub other: Option<Callback<()>>,
}

/// The form.
pub fn view<T: Send + Sync + 'static>(step: CodeStep<T>) -> AnyView {
    let CodeStep {
        flow,
        first,
        sent,
        resent,
        confirm,
        resend,
        keep,
        done,
        labels: [confirm_label, confirming_label, back_label],
        back,
        other,
    } = step;
    let lang = lang::current();
    let api = Api::current();
    let session = session::current();
    let errors = FormErrors::new();
    let flow = StoredValue::new(flow);
    let waiting = RwSignal::new(first);
    let code = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let said = RwSignal::new(String::new());

    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let digits = match code.with_untracked(|typed| parse_code(typed)) {
            Ok(digits) => digits,
            Err(wrong) => {
                errors.mark("code", crate::api::failure::of_code(wrong, lang));
                errors.show();
                return;
            }
        };
        busy.set(true);
        let answer = confirm(api, flow.get_value(), digits);
        spawn_local(async move {
            let answer = answer.await;
            let _ = busy.try_set(false);
            match answer {
                Ok(brought) => done.run(brought),
                Err(failure) if failure.fields.is_empty() && concerns_the_code(failure.code) => {
                    errors.mark("code", failure.sentence(lang));
                    errors.show();
                }
                Err(failure) => errors.show_failure(&with_tries(failure, lang), lang, str::to_owned),
            }
        });
    };
    let again = move || {
        errors.clear();
        let answer = resend(api, flow.get_value());
        spawn_local(async move {
            match answer.await {
                Ok(challenge) => {
                    let links = waiting.try_with_untracked(|before| before.links).unwrap_or(false);
                    let next = Waiting {
                        links,
                        ..Waiting::new(challenge, now())
                    };
                    keep.run(next.clone());
                    let _ = said.try_set(resent(lang, &next.challenge.sent_to));
                    let _ = waiting.try_set(next);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let closing = waiting.with_untracked(|waiting| waiting.challenge.closed_from);
    let closing = closing.map(|day| {
        let told = text::identity::closed_from(lang, format_date(day));
        view! { <p class="notice">{told}</p> }
    });
    let sentence = move || waiting.with(|waiting| sent(lang, &waiting.challenge.sent_to));
    let ends = move || waiting.with(|waiting| text::identity::code_ends(lang, waiting.ends_at()));
    let demo = dynamic(move || {
        session
            .is_demo()
            .then(|| view! { <p class="hint gap-below">{text::identity::demo_code_hint(lang)}</p> })
    });
    // After the heading took it.
    effect(|| request_animation_frame(|| dom::focus("code")));
    let code_field = text_field(
        code,
        errors,
        Field {
            hint: text::identity::code_hint(lang),
            autocomplete: "one-time-code",
            inputmode: "numeric",
            class: "code-entry",
            ..Field::new("code", text::identity::code(lang))
        },
    );
    view! {
        {error_summary(errors)}
        {page_heading(text::identity::code_title(lang))}
        <p>{sentence} " " {ends}</p>
        {closing}
        {demo}
        <form class="card stack" novalidate=true on:submit=submit>
            {code_field}
            {submit_button(confirm_label, confirming_label, busy)}
        </form>
        <p role="status" class="gap-above">{move || said.get()}</p>
        <div class="actions">
            {resend_button(waiting, again)}
            {other.map(|other| {
                view! {
                    <button type="button" class="btn-link" on:click=move |_| other.run(())>
                        {text::account::other_way(lang)}
                    </button>
                }
            })}
            <button type="button" class="btn-link" on:click=move |_| back.run(())>
                {back_label}
            </button>
        </div>
    }
    .into_any()
}

/// Says how many tries are left, where the server told it.
pub fn with_tries(mut failure: Failure, lang: Lang) -> Failure {
    for field in &mut failure.fields {
        if let Some(left) = field.params.get("tries_left") {
            field.title = format!("{} {}", field.title, text::account::tries_left(lang, left));
        }
    }
    failure
}

/// Counts down until a new code may be asked for.
pub fn resend_button(waiting: RwSignal<Waiting>, resend: impl Fn() + 'static) -> AnyView {
    let lang = lang::current();
    let left = RwSignal::new(waiting.with_untracked(|waiting| waiting.seconds_left(now())));
    let tick = move || {
        let _ = left.try_set(
            waiting
                .try_with_untracked(|waiting| waiting.seconds_left(now()))
                .unwrap_or(0),
        );
    };
    if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
    let label = move || match left.get() {
        0 => text::identity::resend(lang).to_owned(),
        seconds => text::identity::resend_in(lang, seconds),
    };
    let press = move |_| {
        if left.get_untracked() == 0 {
            resend();
        }
    };
    view! {
        <button type="button" class="btn-link" aria-disabled=move || (left.get() > 0).then_some("true") on:click=press>
            {label}
        </button>
    }
    .into_any()
}

const fn concerns_the_code(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::CodeWrong | ErrorCode::CodeExpired | ErrorCode::CodeLocked
    )
}
