//! A forgotten password: account, code, new password, on one address. Whether there is such an account is not told.

use crate::api::Api;
use crate::api::failure::of_code;
use crate::dom::now;
use crate::identity::code_step::{self, Answer, CodeStep};
use crate::identity::kept::{self, Flow};
use crate::identity::model::Waiting;
use crate::identity::proof;
use crate::identity::step_new_password::{self, NewPassword};
use crate::react::dynamic;
use crate::state::{lang, notice, session};
use crate::ui::{Field, FormErrors, Steps, error_summary, page_heading, submit_button, text_field};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::registration::{
    ConfirmFlow, FlowConfirmed, FlowStarted, Recover, ResendFlow, SetPassword,
};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Where this tab keeps the flow.
const KEY: &str = "recover";

/// The server forgets it after half an hour.
const LIFE_SECONDS: i64 = 30 * 60;

/// `/quen-mat-khau`
pub fn page() -> AnyView {
    let lang = lang::current();
    let flow = RwSignal::new(Flow::kept(KEY, LIFE_SECONDS));
    let go = Callback::new(move |next: Option<Flow>| {
        kept::write(KEY, next.as_ref());
        flow.set(next);
    });
    view! {
        <div class="narrow">
            <a class="back" href="/dang-nhap">
                <span aria-hidden="true">"←"</span>
                {text::identity::to_sign_in(lang)}
            </a>
            {dynamic(move || match flow.get() {
                None => view! { <Steps step=1 of=3 next=text::identity::code_title(lang) /> {account(go)} },
                Some(flow) if flow.password.is_none() => {
                    view! { <Steps step=2 of=3 next=text::identity::new_password_title(lang) /> {code(flow, go)} }
                }
                Some(flow) => view! { <Steps step=3 of=3 next="" /> {password(flow, go)} },
            })}
        </div>
    }
    .into_any()
}

fn account(go: Callback<Option<Flow>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let login = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        if login.with_untracked(|login| login.trim().is_empty()) {
            errors.mark("login", of_code(ErrorCode::Required, lang));
        }
        if errors.show() {
            return;
        }
        busy.set(true);
        let login = login.get_untracked();
        spawn_local(async move {
            let answer: Result<FlowStarted, _> = match proof::solve(api).await {
                Ok(proof) => api.post(path::RECOVERIES, &Recover { login, proof }, None).await,
                Err(failure) => Err(failure),
            };
            let _ = busy.try_set(false);
            match answer {
                Ok(started) => go.run(Some(Flow {
                    id: started.flow,
                    waiting: Waiting::new(started.challenge, now()),
                    password: None,
                    begun_at: now(),
                })),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let login_field = text_field(
        login,
        errors,
        Field {
            hint: text::identity::login_hint(lang),
            autocomplete: "username",
            ..Field::new("login", text::identity::login(lang))
        },
    );
    view! {
        {error_summary(errors)}
        {page_heading(text::identity::forgot(lang))}
        <p>{text::identity::forgot_hint(lang)}</p>
        <form class="card stack" novalidate=true on:submit=submit>
            {login_field}
            <p class="hint">{text::identity::proof_hint(lang)}</p>
            {submit_button(text::identity::next(lang), text::identity::proving(lang), busy)}
        </form>
    }
    .into_any()
}

fn code(flow: Flow, go: Callback<Option<Flow>>) -> AnyView {
    let lang = lang::current();
    let (kept, next) = (flow.clone(), flow.clone());
    code_step::view(CodeStep {
        flow: flow.id,
        first: flow.waiting,
        sent: |lang, _| text::identity::code_if_account(lang).to_owned(),
        resent: |lang, _| text::identity::resent_if_account(lang).to_owned(),
        confirm,
        resend,
        keep: Callback::new(move |waiting: Waiting| {
            kept::write(
                KEY,
                Some(&Flow {
                    waiting,
                    ..kept.clone()
                }),
            );
        }),
        done: Callback::new(move |confirmed: FlowConfirmed| {
            go.run(Some(Flow {
                password: Some(confirmed.password),
                ..next.clone()
            }));
        }),
        labels: [
            text::identity::confirm_code(lang),
            text::identity::confirming(lang),
            text::identity::back(lang),
        ],
        back: Callback::new(move |()| go.run(None)),
        other: None,
    })
}

fn password(flow: Flow, go: Callback<Option<Flow>>) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let notice = notice::current();
    let navigate = use_navigate();
    let Some(policy) = flow.password else {
        return ().into_any();
    };
    step_new_password::view(NewPassword {
        flow: flow.id,
        policy,
        login: String::new(),
        send: set_password,
        done: Callback::new(move |()| {
            kept::write(KEY, None::<&Flow>);
            // Every session of the account has ended, perhaps the one of this browser, too.
            session.forget();
            notice.leave(text::identity::password_changed(lang).to_owned());
            navigate("/dang-nhap", Default::default());
        }),
        gone: Callback::new(move |()| go.run(None)),
        labels: [
            text::identity::new_password_title(lang),
            text::identity::change_password(lang),
        ],
        agrees: None,
    })
}

fn confirm(api: Api, flow: String, code: String) -> Answer<FlowConfirmed> {
    Box::pin(async move {
        api.post(path::RECOVERY_CODE, &ConfirmFlow { flow, code }, None)
            .await
    })
}

fn resend(api: Api, flow: String) -> Answer<Challenge> {
    Box::pin(async move { api.post(path::RECOVERY_RESEND, &ResendFlow { flow }, None).await })
}

fn set_password(api: Api, flow: String, password: String) -> Answer<()> {
    Box::pin(async move {
        api.post(path::RECOVERY_PASSWORD, &SetPassword { flow, password }, None)
            .await
    })
}
