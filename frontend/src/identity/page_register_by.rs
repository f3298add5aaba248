//! Registering by phone, social insurance or post office: data, code, password, on one address each.

use crate::api::Api;
use crate::dom::now;
use crate::identity::code_step::{self, Answer, CodeStep};
use crate::identity::kept::{self, Flow};
use crate::identity::model::Waiting;
use crate::identity::register_form::{self, Typed};
use crate::identity::step_new_password::{self, NewPassword};
use crate::identity::terms;
use crate::react::{dynamic, effect};
use crate::state::{lang, notice, session};
use crate::ui::Steps;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::identity::dto::{Challenge, SessionView};
use motcua_shared::identity::registration::{
    ConfirmFlow, FlowConfirmed, FlowStarted, RegistrationMethod, ResendFlow, SetPassword,
};
use motcua_shared::path;
use motcua_shared::text;

/// The server forgets a half-finished registration after a day.
const LIFE_SECONDS: i64 = 24 * 3600;

/// `/dang-ky/thue-bao`
pub fn by_phone() -> AnyView {
    page(RegistrationMethod::Phone)
}

/// `/dang-ky/bao-hiem`
pub fn by_insurance() -> AnyView {
    page(RegistrationMethod::Insurance)
}

/// `/dang-ky/buu-dien`
pub fn by_post() -> AnyView {
    page(RegistrationMethod::Post)
}

/// Where this tab keeps the flow.
const fn flow_key(method: RegistrationMethod) -> &'static str {
    match method {
        RegistrationMethod::Phone => "register-phone",
        RegistrationMethod::Insurance => "register-insurance",
        RegistrationMethod::Post => "register-post",
    }
}

fn page(method: RegistrationMethod) -> AnyView {
    let lang = lang::current();
    let key = flow_key(method);
    let flow = RwSignal::new(Flow::kept(key, LIFE_SECONDS));
    let session = session::current();
    let notice = notice::current();
    let navigate = use_navigate();
    // The way out after the last step.
    effect(move || {
        if let Some(account) = session.account() {
            if flow.with_untracked(Option::is_some) {
                notice.leave(text::identity::registered(lang, &account.name));
            }
            kept::write(key, None::<&Flow>);
            kept::write(register_form::key(method), None::<&Typed>);
            navigate("/kho", Default::default());
        }
    });
    let go = Callback::new(move |next: Option<Flow>| {
        kept::write(key, next.as_ref());
        flow.set(next);
    });
    view! {
        <div class="narrow">
            {dynamic(move || {
                let (step, view) = match flow.get() {
                    None => (1, data(method, go)),
                    Some(flow) if flow.password.is_none() => (2, code(method, flow, go)),
                    Some(flow) => (3, password(method, flow, go)),
                };
                let next = match step {
                    1 => text::identity::code_title(lang),
                    2 => text::identity::new_password_title(lang),
                    _ => "",
                };
                view! {
                    <a class="back" href="/dang-ky">
                        <span aria-hidden="true">"←"</span>
                        {text::identity::other_way(lang)}
                    </a>
                    <Steps step=step of=3 next=next />
                    {view}
                }
            })}
        </div>
    }
    .into_any()
}

fn data(method: RegistrationMethod, go: Callback<Option<Flow>>) -> AnyView {
    let started = Callback::new(move |started: FlowStarted| {
        go.run(Some(Flow {
            id: started.flow,
            waiting: Waiting::new(started.challenge, now()),
            password: None,
            begun_at: now(),
        }));
    });
    register_form::view(method, started)
}

fn code(method: RegistrationMethod, flow: Flow, go: Callback<Option<Flow>>) -> AnyView {
    let lang = lang::current();
    let (kept, next) = (flow.clone(), flow.clone());
    code_step::view(CodeStep {
        flow: flow.id,
        first: flow.waiting,
        sent: |lang, to| text::identity::code_sent(lang, to),
        resent: |lang, to| text::identity::resent(lang, to),
        confirm,
        resend,
        // Not through `go`: the step stays, and with it what was typed.
        keep: Callback::new(move |waiting: Waiting| {
            kept::write(
                flow_key(method),
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
            text::identity::change_data(lang),
        ],
        back: Callback::new(move |()| go.run(None)),
        other: None,
    })
}

fn password(method: RegistrationMethod, flow: Flow, go: Callback<Option<Flow>>) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let Some(policy) = flow.password else {
        return ().into_any();
    };
    let typed: Option<Typed> = kept::read(register_form::key(method));
    step_new_password::view(NewPassword {
        flow: flow.id,
        policy,
        login: typed.map(|typed| typed.identity_number).unwrap_or_default(),
        send: set_password,
        done: Callback::new(move |view: SessionView| session.set(view)),
        gone: Callback::new(move |()| go.run(None)),
        labels: [
            text::identity::new_password_title(lang),
            text::identity::register(lang),
        ],
        agrees: Some(terms::view(text::identity::agree_register(lang))),
    })
}

fn confirm(api: Api, flow: String, code: String) -> Answer<FlowConfirmed> {
    Box::pin(async move {
        api.post(path::REGISTRATION_CODE, &ConfirmFlow { flow, code }, None)
            .await
    })
}

fn resend(api: Api, flow: String) -> Answer<Challenge> {
    Box::pin(async move {
        api.post(path::REGISTRATION_RESEND, &ResendFlow { flow }, None)
            .await
    })
}

fn set_password(api: Api, flow: String, password: String) -> Answer<SessionView> {
    Box::pin(async move {
        api.post(path::REGISTRATION_PASSWORD, &SetPassword { flow, password }, None)
            .await
    })
}
