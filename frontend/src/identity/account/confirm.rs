//! "Xác nhận là bạn": when the server asks for it, a dialog takes a code or the password and then goes on with what was
//! asked. Nothing that was typed is lost.

use crate::api::{Api, Failure};
use crate::dom::{self, now};
use crate::identity::code_step::{Answer, resend_button, with_tries};
use crate::identity::model::Waiting;
use crate::identity::password_input::password_input;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Dialog, Field, FormErrors, error_summary, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::ConfirmPassword;
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode};
use motcua_shared::identity::rule::parse_code;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Of one page. A copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Confirm {
    open: RwSignal<bool>,
    asked: RwSignal<Option<Callback<()>>>,
}

impl Confirm {
    /// Not asked for yet.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            asked: RwSignal::new(None),
        }
    }

    /// Does `act`, after a confirmation if the server asks for one; `settle` gets what came of it.
    pub fn run<T: 'static>(
        self,
        busy: RwSignal<bool>,
        act: impl Fn() -> Answer<T> + Clone + Send + Sync + 'static,
        settle: impl Fn(Result<T, Failure>) + Clone + Send + Sync + 'static,
    ) {
        busy.set(true);
        let answer = act();
        spawn_local(async move {
            let answer = answer.await;
            let _ = busy.try_set(false);
            match answer {
                Err(failure) if failure.code == ErrorCode::ConfirmNeeded => {
                    let again = Callback::new(move |()| self.run(busy, act.clone(), settle.clone()));
                    let _ = self.asked.try_set(Some(again));
                    let _ = self.open.try_set(true);
                }
                answer => settle(answer),
            }
        });
    }
}

/// The dialog, once on a page.
pub fn dialog(confirm: Confirm) -> AnyView {
    let lang = lang::current();
    view! {
        <Dialog id="confirm" title=text::account::confirm_title(lang) open=confirm.open>
            {form(confirm)}
        </Dialog>
    }
    .into_any()
}

fn form(confirm: Confirm) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let waiting = RwSignal::new(None::<Waiting>);
    let by_password = RwSignal::new(false);
    let [code, password] = [(); 2].map(|()| RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let ask = move |address: &'static str, id: Option<Waiting>| {
        spawn_local(async move {
            let answer: Result<Challenge, Failure> = match id {
                Some(waiting) => {
                    let challenge_id = waiting.challenge.id;
                    api.post(address, &ResendCode { challenge_id }, None).await
                }
                None => api.post(address, &(), None).await,
            };
            match answer {
                Ok(challenge) => {
                    let _ = waiting.try_set(Some(Waiting::new(challenge, now())));
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    ask(path::CONFIRMATION, None);
    let settle = move |answer: Result<(), Failure>| {
        let _ = busy.try_set(false);
        match answer {
            Ok(()) => {
                confirm.open.set(false);
                if let Some(asked) = confirm.asked.get_untracked() {
                    asked.run(());
                }
            }
            Err(failure) => errors.show_failure(&with_tries(failure, lang), lang, |field| {
                format!("confirm-{field}")
            }),
        }
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        if by_password.get_untracked() {
            busy.set(true);
            let password = password.get_untracked();
            spawn_local(async move {
                let request = ConfirmPassword { password };
                settle(api.post(path::CONFIRMATION_PASSWORD, &request, None).await);
            });
            return;
        }
        let typed = code.with_untracked(|typed| parse_code(typed));
        match (typed, waiting.get_untracked()) {
            (Ok(code), Some(waiting)) => {
                busy.set(true);
                spawn_local(async move {
                    let challenge_id = waiting.challenge.id;
                    let request = ConfirmCode { challenge_id, code };
                    settle(api.post(path::CONFIRMATION_CODE, &request, None).await);
                });
            }
            (Err(wrong), _) => {
                errors.mark("confirm-code", crate::api::failure::of_code(wrong, lang));
                errors.show();
            }
            (Ok(_), None) => ask(path::CONFIRMATION, None),
        }
    };
    let proof = dynamic(move || {
        if by_password.get() {
            return password_input(
                "confirm-password",
                text::identity::password(lang),
                "current-password",
                "",
                password,
                errors,
            );
        }
        let sent = dynamic(move || {
            waiting.get().map(|waiting| {
                let to = &waiting.challenge.sent_to;
                let ends = text::identity::code_ends(lang, waiting.ends_at());
                view! { <p>{text::account::confirm_sent(lang, to)} " " {ends}</p> }
            })
        });
        let field = Field {
            hint: text::identity::code_hint(lang),
            autocomplete: "one-time-code",
            inputmode: "numeric",
            class: "code-entry",
            ..Field::new("confirm-code", text::identity::code(lang))
        };
        view! {
            <div role="status">{sent}</div>
            {text_field(code, errors, field)}
        }
        .into_any()
    });
    let again = dynamic(move || {
        let first = waiting.get().filter(|_| !by_password.get())?;
        let kept = RwSignal::new(first);
        Some(resend_button(kept, move || {
            ask(path::CONFIRMATION_RESEND, Some(kept.get_untracked()))
        }))
    });
    let other = move || {
        if by_password.get() {
            text::account::confirm_by_code(lang)
        } else {
            text::account::confirm_by_password(lang)
        }
    };
    // The browser would begin at the button that closes.
    request_animation_frame(|| dom::focus("confirm-code"));
    view! {
        <p>{text::account::confirm_why(lang)}</p>
        {error_summary(errors)}
        <form class="stack" novalidate=true on:submit=submit>
            {proof}
            {submit_button(text::account::confirm_act(lang), text::identity::confirming(lang), busy)}
        </form>
        <div class="actions gap-above">
            {again}
            <button
                type="button"
                class="btn-link"
                on:click=move |_| {
                    errors.clear();
                    by_password.update(|by| *by = !*by);
                }
            >
                {other}
            </button>
        </div>
    }
    .into_any()
}
