//! Second step: the one-time code. One field that takes a pasted or filled-in code in any grouping.

use crate::api::Api;
use crate::dom::now;
use crate::identity::model::Waiting;
use crate::identity::page_sign_in::keep;
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::{Field, FormErrors, error_summary, page_heading, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode, SessionView};
use motcua_shared::identity::rule::parse_code;
use motcua_shared::path;
use motcua_shared::text;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// The form; `go(None)` leads back to the first step.
pub fn view(first: Waiting, go: Callback<Option<Waiting>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let session = session::current();
    let errors = FormErrors::new();
    let links = first.links;
    let (confirm, again) = match links {
        true => (path::LINK_CODE, path::LINK_RESEND),
        false => (path::CONFIRM_CODE, path::RESEND_CODE),
    };
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
        let request = ConfirmCode {
            challenge_id: waiting.with_untracked(|waiting| waiting.challenge.id),
            code: digits,
        };
        spawn_local(async move {
            let answer = api.post::<SessionView>(confirm, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                // The page leaves by itself once an account acts.
                Ok(view) => session.set(view),
                Err(failure) => {
                    if failure.fields.is_empty() && concerns_the_code(failure.code) {
                        errors.mark("code", failure.sentence(lang));
                        errors.show();
                    } else {
                        errors.show_failure(&failure, lang, str::to_owned);
                    }
                }
            }
        });
    };
    let resend = move || {
        let request = ResendCode {
            challenge_id: waiting.with_untracked(|waiting| waiting.challenge.id),
        };
        errors.clear();
        spawn_local(async move {
            match api.post::<Challenge>(again, &request, None).await {
                Ok(challenge) => {
                    let next = Waiting::new(challenge, now(), links);
                    keep(Some(&next));
                    let _ = said.try_set(text::identity::resent(lang, &next.challenge.sent_to));
                    let _ = waiting.try_set(next);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let sent = move || waiting.with(|waiting| text::identity::code_sent(lang, &waiting.challenge.sent_to));
    let ends = move || waiting.with(|waiting| text::identity::code_ends(lang, waiting.ends_at()));
    let demo = dynamic(move || {
        session
            .is_demo()
            .then(|| view! { <p class="hint gap-below">{text::identity::demo_code_hint(lang)}</p> })
    });
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
        {links.then(|| view! { <p>{text::identity::link_why(lang)}</p> })}
        <p>{sent} " " {ends}</p>
        {demo}
        <form class="card stack" novalidate=true on:submit=submit>
            {code_field}
            {submit_button(text::identity::confirm(lang), text::identity::confirming(lang), busy)}
        </form>
        <p role="status" class="gap-above">{move || said.get()}</p>
        <div class="actions">
            {resend_button(waiting, resend)}
            <button type="button" class="btn-link" on:click=move |_| go.run(None)>
                {text::identity::back(lang)}
            </button>
        </div>
    }
    .into_any()
}

/// Counts down until a new code may be asked for.
fn resend_button(waiting: RwSignal<Waiting>, resend: impl Fn() + 'static) -> AnyView {
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
