//! Phones and e-mail. What is added waits for its code on the same page; a reload finds it again.

use super::confirm::{self, Confirm};
use super::contact_state::Shared;
use super::{frame, loaded, phones, said};
use crate::api::{Api, Failure, Load, load};
use crate::dom::now;
use crate::identity::code_step::{self, Answer, CodeStep};
use crate::identity::kept;
use crate::identity::model::Waiting;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Field, FormErrors, error_summary, quiet_submit_button, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ChallengeId;
use motcua_shared::identity::account::{AccountOverview, ChosenEmail, ChosenPhone};
use motcua_shared::identity::dto::{Challenge, ConfirmCode, ResendCode};
use motcua_shared::path;
use motcua_shared::text;

/// Where this tab keeps what waits for its code, and what was typed.
const WAITING: [&str; 2] = ["add-phone", "add-email"];
const TYPED: [&str; 2] = ["typed-phone", "typed-email"];

/// What is added.
#[derive(Clone, Copy, PartialEq)]
enum Adding {
    Phone,
    Email,
}

impl Adding {
    const fn index(self) -> usize {
        match self {
            Self::Phone => 0,
            Self::Email => 1,
        }
    }

    fn waiting(self) -> &'static str {
        WAITING.get(self.index()).copied().unwrap_or_default()
    }

    fn typed(self) -> &'static str {
        TYPED.get(self.index()).copied().unwrap_or_default()
    }
}

/// `/tai-khoan/lien-lac`
pub fn page() -> AnyView {
    signed_in(contact)
}

fn contact() -> AnyView {
    let lang = lang::current();
    let shared = Shared {
        api: Api::current(),
        lang,
        errors: FormErrors::new(),
        confirm: Confirm::new(),
        said: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        loader: load(|| path::ACCOUNT.to_owned()),
    };
    let step = RwSignal::new(
        [Adding::Phone, Adding::Email]
            .into_iter()
            .find_map(|adding| Some((adding, kept::read::<Waiting>(adding.waiting())?)))
            .filter(|(_, waiting)| !waiting.is_over(now())),
    );
    dynamic(move || match step.get() {
        Some((adding, waiting)) => {
            view! { <div class="narrow">{code(adding, waiting, step, shared)}</div> }.into_any()
        }
        None => {
            let body = view! {
                {error_summary(shared.errors)}
                {said(shared.said)}
                {loaded(shared.loader, move |account| content(account, step, shared))}
                {confirm::dialog(shared.confirm)}
            };
            frame(text::account::contact(lang), body.into_any())
        }
    })
}

type Step = RwSignal<Option<(Adding, Waiting)>>;

fn content(account: AccountOverview, step: Step, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let email = match &account.email {
        Some(email) => view! {
            <p class="strong">{email.clone()}</p>
            {remove_email(shared)}
        }
        .into_any(),
        None => view! { <p class="muted">{text::account::email_none(lang)}</p> }.into_any(),
    };
    view! {
        <div class="stack">
            <section class="card">
                <h2>{text::account::phones(lang)}</h2>
                {phones::list(&account, shared)}
                {add(Adding::Phone, step, shared)}
            </section>
            <section class="card">
                <h2>{text::account::email(lang)}</h2>
                {email}
                {add(Adding::Email, step, shared)}
            </section>
        </div>
    }
    .into_any()
}

/// The button that takes the address away.
fn remove_email(shared: Shared) -> AnyView {
    let Shared {
        api,
        lang,
        errors,
        confirm,
        busy,
        ..
    } = shared;
    let remove = move |_| {
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        shared.said.set(String::new());
        let act = move || -> Answer<()> { Box::pin(async move { api.delete(path::ACCOUNT_EMAIL).await }) };
        confirm.run(busy, act, move |answer: Result<(), Failure>| match answer {
            Ok(()) => shared.done(text::account::email_removed(lang).to_owned()),
            Err(failure) => shared.failed(&failure),
        });
    };
    view! {
        <p class="actions">
            <button type="button" class="btn-link" on:click=remove>{text::account::email_remove(lang)}</button>
        </p>
    }
    .into_any()
}

/// The form of a new phone or address.
fn add(adding: Adding, step: Step, shared: Shared) -> AnyView {
    let Shared {
        api,
        lang,
        errors,
        confirm,
        busy,
        ..
    } = shared;
    let typed = RwSignal::new(kept::read::<String>(adding.typed()).unwrap_or_default());
    let keep = Callback::new(move |()| {
        kept::write(adding.typed(), Some(&typed.get_untracked()));
    });
    let field = match adding {
        Adding::Phone => Field {
            hint: text::account::phone_hint(lang),
            kind: "tel",
            autocomplete: "tel",
            inputmode: "tel",
            on_edit: Some(keep),
            ..Field::new("phone", text::account::phone_number(lang))
        },
        Adding::Email => Field {
            hint: text::account::email_hint(lang),
            kind: "email",
            autocomplete: "email",
            inputmode: "email",
            on_edit: Some(keep),
            ..Field::new("email", text::account::email_new(lang))
        },
    };
    // One primary action: codes go to phones.
    let submit = match adding {
        Adding::Phone => submit_button,
        Adding::Email => quiet_submit_button,
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        shared.said.set(String::new());
        let act = move || -> Answer<Challenge> {
            let value = typed.get_untracked();
            Box::pin(async move {
                match adding {
                    Adding::Phone => {
                        let request = ChosenPhone { phone: value };
                        api.post(path::ACCOUNT_PHONES, &request, None).await
                    }
                    Adding::Email => {
                        let request = ChosenEmail { email: value };
                        api.post(path::ACCOUNT_EMAIL, &request, None).await
                    }
                }
            })
        };
        confirm.run(
            busy,
            act,
            move |answer: Result<Challenge, Failure>| match answer {
                Ok(challenge) => {
                    let waiting = Waiting::new(challenge, now());
                    kept::write(adding.waiting(), Some(&waiting));
                    let _ = step.try_set(Some((adding, waiting)));
                }
                Err(failure) => shared.failed(&failure),
            },
        );
    };
    view! {
        <form class="stack gap-above" novalidate=true on:submit=send>
            {text_field(typed, errors, field)}
            {submit(text::account::send_code(lang), text::account::sending(lang), busy)}
        </form>
    }
    .into_any()
}

/// The code that shows that the new phone or address is the person's own.
fn code(adding: Adding, first: Waiting, step: Step, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let is_phone = adding == Adding::Phone;
    // Asked before the change: afterwards there always is one.
    let is_first =
        move || matches!(untrack(|| shared.loader.get()), Load::Ready(account) if account.email.is_none());
    let leave = move || {
        kept::write(adding.waiting(), None::<&Waiting>);
        step.set(None);
    };
    code_step::view(CodeStep {
        flow: first.challenge.id.to_string(),
        first,
        sent: if is_phone {
            |lang, to| text::identity::code_sent(lang, to)
        } else {
            |lang, to| text::account::email_sent(lang, to)
        },
        resent: if is_phone {
            |lang, to| text::identity::resent(lang, to)
        } else {
            |lang, to| text::account::email_resent(lang, to)
        },
        confirm: if is_phone { confirm_phone } else { confirm_email },
        resend: if is_phone { resend_phone } else { resend_email },
        keep: Callback::new(move |waiting: Waiting| kept::write(adding.waiting(), Some(&waiting))),
        done: Callback::new(move |()| {
            kept::write(adding.typed(), None::<&String>);
            leave();
            shared.done(
                if is_phone {
                    text::account::phone_added(lang)
                } else if is_first() {
                    text::account::email_added(lang)
                } else {
                    text::account::email_changed(lang)
                }
                .to_owned(),
            );
        }),
        labels: [
            text::account::confirm_code(lang),
            text::identity::confirming(lang),
            text::account::cancel(lang),
        ],
        back: Callback::new(move |()| leave()),
        other: None,
    })
}

fn confirm_phone(api: Api, flow: String, code: String) -> Answer<()> {
    confirm_at(path::ACCOUNT_PHONE_CODE, api, flow, code)
}

fn confirm_email(api: Api, flow: String, code: String) -> Answer<()> {
    confirm_at(path::ACCOUNT_EMAIL_CODE, api, flow, code)
}

fn confirm_at(address: &'static str, api: Api, flow: String, code: String) -> Answer<()> {
    Box::pin(async move {
        let challenge_id = id(&flow)?;
        api.post(address, &ConfirmCode { challenge_id, code }, None).await
    })
}

fn resend_phone(api: Api, flow: String) -> Answer<Challenge> {
    resend_at(path::ACCOUNT_PHONE_RESEND, api, flow)
}

fn resend_email(api: Api, flow: String) -> Answer<Challenge> {
    resend_at(path::ACCOUNT_EMAIL_RESEND, api, flow)
}

fn resend_at(address: &'static str, api: Api, flow: String) -> Answer<Challenge> {
    Box::pin(async move {
        let challenge_id = id(&flow)?;
        api.post(address, &ResendCode { challenge_id }, None).await
    })
}

fn id(flow: &str) -> Result<ChallengeId, Failure> {
    ChallengeId::parse(flow).ok_or_else(|| Failure::of(ErrorCode::CodeExpired))
}
