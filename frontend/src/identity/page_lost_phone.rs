//! "Tôi không còn dùng số điện thoại này": account and password, the new number, its code, on one address.

use crate::api::{Api, Failure};
use crate::dom::now;
use crate::identity::code_step::{self, Answer, CodeStep};
use crate::identity::kept;
use crate::identity::model::Waiting;
use crate::identity::password_input::password_input;
use crate::identity::step_password::send_password;
use crate::react::{dynamic, when};
use crate::state::{lang, session};
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, Steps, Tone, error_summary, page_heading, submit_button,
    text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{LostPhoneDone, LostPhoneNumber, LostPhoneStarted};
use motcua_shared::identity::dto::{Challenge, SignIn};
use motcua_shared::identity::registration::{ConfirmFlow, ResendFlow};
use motcua_shared::path;
use motcua_shared::text;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

/// Where this tab keeps it.
const KEY: &str = "lost-phone";

/// The server forgets it after half an hour.
const LIFE_MS: i64 = 30 * 60 * 1_000;

/// Where it stands.
#[derive(Clone, Serialize, Deserialize)]
struct Flow {
    started: LostPhoneStarted,
    phone: String,
    waiting: Option<Waiting>,
    begun_at: i64,
}

#[derive(Clone)]
enum Step {
    Account,
    Number(Flow),
    Code(Flow, Waiting),
    Done(LostPhoneDone),
}

fn step_of(flow: Option<Flow>) -> Step {
    match flow {
        None => Step::Account,
        Some(flow) => match flow.waiting.clone() {
            Some(waiting) if !waiting.is_over(now()) => Step::Code(flow, waiting),
            _ => Step::Number(flow),
        },
    }
}

/// `/mat-dien-thoai`
pub fn page() -> AnyView {
    let lang = lang::current();
    let kept_flow = kept::read::<Flow>(KEY).filter(|flow| now() - flow.begun_at < LIFE_MS);
    let step = RwSignal::new(step_of(kept_flow));
    let go = Callback::new(move |next: Option<Flow>| {
        kept::write(KEY, next.as_ref());
        step.set(step_of(next));
    });
    view! {
        <div class="narrow">
            <a class="back" href="/dang-nhap">
                <span aria-hidden="true">"←"</span>
                {text::identity::to_sign_in(lang)}
            </a>
            {dynamic(move || match step.get() {
                Step::Account => {
                    view! {
                        <Steps step=1 of=3 next=text::account::lost_number_title(lang) />
                        {account(go)}
                    }
                        .into_any()
                }
                Step::Number(flow) => {
                    view! {
                        <Steps step=2 of=3 next=text::identity::code_title(lang) />
                        {number(flow, go)}
                    }
                        .into_any()
                }
                Step::Code(flow, waiting) => {
                    view! {
                        <Steps step=3 of=3 next="" />
                        {code(flow, waiting, go, step)}
                    }
                        .into_any()
                }
                Step::Done(done) => finished(done),
            })}
        </div>
    }
    .into_any()
}

fn account(go: Callback<Option<Flow>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let [login, password] = [(); 2].map(|()| RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        for (field, value) in [("login", login), ("password", password)] {
            if value.with_untracked(|value| value.trim().is_empty()) {
                errors.mark(field, text::error::required(lang).to_owned());
            }
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let request = SignIn {
            login: login.get_untracked(),
            password: password.get_untracked(),
            proof: None,
        };
        spawn_local(async move {
            let answer: Result<LostPhoneStarted, Failure> =
                send_password(api, path::LOST_PHONES, request).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(started) => go.run(Some(Flow {
                    started,
                    phone: String::new(),
                    waiting: None,
                    begun_at: now(),
                })),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let field = Field {
        hint: text::identity::login_hint(lang),
        autocomplete: "username",
        ..Field::new("login", text::identity::login(lang))
    };
    view! {
        {error_summary(errors)}
        {page_heading(text::account::lost_title(lang))}
        <p>{text::account::lost_hint(lang)}</p>
        <form class="card stack" novalidate=true on:submit=submit>
            {text_field(login, errors, field)}
            {password_input("password", text::identity::password(lang), "current-password", "", password, errors)}
            {submit_button(text::identity::next(lang), text::identity::sending(lang), busy)}
        </form>
        {else_ways()}
    }
    .into_any()
}

/// VNeID and the desk.
fn else_ways() -> AnyView {
    let lang = lang::current();
    view! {
        <h2 class="gap-above">{text::account::lost_else(lang)}</h2>
        <p>{text::account::lost_else_hint(lang)}</p>
    }
    .into_any()
}

fn number(flow: Flow, go: Callback<Option<Flow>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let phone = RwSignal::new(flow.phone.clone());
    let recovery = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let LostPhoneStarted {
        recovery_codes,
        comparable,
        hold_hours,
        ..
    } = flow.started;
    if !recovery_codes && !comparable {
        return view! {
            {page_heading(text::account::lost_title(lang))}
            <p class="card">{text::account::lost_none(lang)}</p>
            {else_ways()}
        }
        .into_any();
    }
    let how = RwSignal::new(if recovery_codes { "code" } else { "record" }.to_owned());
    let kept_flow = StoredValue::new(flow);
    let keep = Callback::new(move |()| {
        kept_flow.update_value(|flow| flow.phone = phone.get_untracked());
        kept_flow.with_value(|flow| kept::write(KEY, Some(flow)));
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let by_code = how.with_untracked(|how| how == "code");
        if by_code && recovery.with_untracked(|code| code.trim().is_empty()) {
            errors.mark("recovery_code", text::error::required(lang).to_owned());
        }
        if let Err(wrong) = phone.with_untracked(|phone| motcua_shared::identity::rule::parse_phone(phone)) {
            errors.mark("phone", crate::api::failure::of_code(wrong, lang));
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let request = LostPhoneNumber {
            flow: kept_flow.with_value(|flow| flow.started.flow.clone()),
            phone: phone.get_untracked(),
            recovery_code: by_code.then(|| recovery.get_untracked()),
        };
        spawn_local(async move {
            let answer: Result<Challenge, Failure> = api.post(path::LOST_PHONE_NUMBER, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(challenge) => go.run(Some(Flow {
                    phone: request.phone,
                    waiting: Some(Waiting::new(challenge, now())),
                    ..kept_flow.get_value()
                })),
                Err(failure) if failure.code == ErrorCode::FlowGone => {
                    go.run(None);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let both = recovery_codes && comparable;
    let choice = |value: &str, label: &str, hint: String| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint,
    };
    let by_record_hint = text::account::lost_by_record_hint(lang, hold_hours);
    let choices = vec![
        choice(
            "code",
            text::account::lost_by_code(lang),
            text::account::lost_by_code_hint(lang).to_owned(),
        ),
        choice(
            "record",
            text::account::lost_by_record(lang),
            by_record_hint.clone(),
        ),
    ];
    let ways = both.then(|| {
        view! { <Radios id="how" legend=text::account::lost_how(lang) choices=choices.clone() value=how errors=errors /> }
    });
    let only_record = (!recovery_codes).then(|| view! { <p class="hint">{by_record_hint.clone()}</p> });
    let code_field = when(
        move || how.with(|how| how == "code"),
        move || {
            let field = Field {
                hint: text::account::recovery_code_hint(lang),
                class: "short",
                ..Field::new("recovery_code", text::account::recovery_code(lang))
            };
            text_field(recovery, errors, field)
        },
    );
    let phone_field = text_field(
        phone,
        errors,
        Field {
            hint: text::account::phone_hint(lang),
            kind: "tel",
            autocomplete: "tel",
            inputmode: "tel",
            on_edit: Some(keep),
            ..Field::new("phone", text::account::phone_number(lang))
        },
    );
    view! {
        {error_summary(errors)}
        {page_heading(text::account::lost_number_title(lang))}
        <form class="card stack" novalidate=true on:submit=submit>
            {ways}
            {code_field}
            {phone_field}
            {only_record}
            {submit_button(text::account::send_code(lang), text::account::sending(lang), busy)}
        </form>
        {else_ways()}
    }
    .into_any()
}

fn code(flow: Flow, first: Waiting, go: Callback<Option<Flow>>, step: RwSignal<Step>) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let (kept_flow, back) = (flow.clone(), flow.clone());
    code_step::view(CodeStep {
        flow: flow.started.flow,
        first,
        sent: |lang, to| text::identity::code_sent(lang, to),
        resent: |lang, to| text::identity::resent(lang, to),
        confirm,
        resend,
        keep: Callback::new(move |waiting: Waiting| {
            let next = Flow {
                waiting: Some(waiting),
                ..kept_flow.clone()
            };
            kept::write(KEY, Some(&next));
        }),
        done: Callback::new(move |done: LostPhoneDone| {
            kept::write(KEY, None::<&Flow>);
            if done.due_at.is_none() {
                // Every session of the account has ended.
                session.forget();
            }
            step.set(Step::Done(done));
        }),
        labels: [
            text::account::confirm_code(lang),
            text::identity::confirming(lang),
            text::account::cancel(lang),
        ],
        back: Callback::new(move |()| {
            go.run(Some(Flow {
                waiting: None,
                ..back.clone()
            }));
        }),
        other: None,
    })
}

fn finished(done: LostPhoneDone) -> AnyView {
    let lang = lang::current();
    let (title, words) = match done.due_at {
        None => (
            text::account::lost_done_title(lang),
            text::account::lost_done(lang).to_owned(),
        ),
        Some(due) => (
            text::account::lost_waits_title(lang),
            text::account::lost_waits(lang, due.vietnam_minute()),
        ),
    };
    view! {
        {page_heading(title)}
        <div role="status">{verdict(Tone::Ok, title, view! { <p>{words}</p> })}</div>
        <p class="gap-above">
            <a class="btn" href="/dang-nhap">{text::identity::title(lang)}</a>
        </p>
    }
    .into_any()
}

fn confirm(api: Api, flow: String, code: String) -> Answer<LostPhoneDone> {
    Box::pin(async move {
        api.post(path::LOST_PHONE_CODE, &ConfirmFlow { flow, code }, None)
            .await
    })
}

fn resend(api: Api, flow: String) -> Answer<Challenge> {
    Box::pin(async move {
        api.post(path::LOST_PHONE_RESEND, &ResendFlow { flow }, None)
            .await
    })
}
