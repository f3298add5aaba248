//! Registering with a USB token or a signing SIM: it signs, then what its certificate says is looked at, and the account is made.

use crate::api::{Api, Failure};
use crate::identity::code_step::Answer;
use crate::identity::sim_step::{self, SimStep};
use crate::identity::token_step::{self, TokenStep};
use crate::identity::{token_facts, token_form};
use crate::react::{dynamic, effect};
use crate::state::{lang, notice, session};
use crate::ui::{FormErrors, Steps, Tone, error_summary, page_heading, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::SessionView;
use motcua_shared::identity::sim::{SimFound, SimWait};
use motcua_shared::identity::token::{EnterToken, TokenFound};
use motcua_shared::path;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/dang-ky/usb-ky-so`
pub fn page() -> AnyView {
    by(sign)
}

/// `/dang-ky/sim-ky-so`
pub fn by_sim() -> AnyView {
    by(sign_by_sim)
}

/// `sign` is the step that shows whose token or SIM it is.
fn by(sign: fn(Callback<Option<TokenFound>>, FormErrors) -> AnyView) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let notice = notice::current();
    let navigate = use_navigate();
    let errors = FormErrors::new();
    let found = RwSignal::new(token_facts::kept());
    // The way out after the last step.
    effect(move || {
        if let Some(account) = session.account() {
            match found.get_untracked() {
                Some(found) if !found.registered => {
                    notice.leave(text::token::registered(lang, &account.name));
                }
                _ => {}
            }
            token_facts::keep(None);
            token_form::forget();
            navigate("/kho", Default::default());
        }
    });
    let go = Callback::new(move |next: Option<TokenFound>| {
        token_facts::keep(next.as_ref());
        found.set(next);
    });
    view! {
        <div class="narrow">
            <a class="back" href="/dang-ky">
                <span aria-hidden="true">"←"</span>
                {text::identity::other_way(lang)}
            </a>
            {error_summary(errors)}
            {dynamic(move || match found.get() {
                None => sign(go, errors),
                Some(found) => look(found, go, errors),
            })}
        </div>
    }
    .into_any()
}

fn sign(go: Callback<Option<TokenFound>>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let step = TokenStep {
        purpose: TokenPurpose::Register,
        send: |api: Api, signed| {
            Box::pin(async move { api.post(path::TOKEN_REGISTRATION, &signed, None).await })
        },
        done: Callback::new(move |found: TokenFound| go.run(Some(found))),
        act: text::token::read(lang),
    };
    view! {
        <Steps step=1 of=2 next=text::token::check_title(lang) />
        {page_heading(text::token::register_title(lang))}
        <p>{text::token::register_hint(lang)}</p>
        {token_step::view(step, errors)}
    }
    .into_any()
}

fn sign_by_sim(go: Callback<Option<TokenFound>>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let look = |api: Api, wait: SimWait| -> Answer<Option<TokenFound>> {
        Box::pin(async move {
            let answer = api.post::<SimFound>(path::SIM_REGISTRATION, &wait, None).await?;
            Ok(match answer {
                SimFound::Waiting => None,
                SimFound::Found(found) => Some(found),
            })
        })
    };
    let step = SimStep {
        purpose: TokenPurpose::Register,
        look,
        done: Callback::new(move |found: TokenFound| go.run(Some(found))),
    };
    view! {
        <Steps step=1 of=2 next=text::token::check_title(lang) />
        {page_heading(text::token::sim_register_title(lang))}
        <p>{text::token::sim_register_hint(lang)}</p>
        {sim_step::view(step, errors)}
    }
    .into_any()
}

fn look(found: TokenFound, go: Callback<Option<TokenFound>>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let done = Callback::new(move |view: SessionView| session.set(view));
    let gone = Callback::new(move |failure: Failure| {
        go.run(None);
        errors.show_failure(&failure, lang, str::to_owned);
    });
    let facts = token_facts::view(&found);
    let next = if found.registered {
        enter(found.flow, errors, done, gone)
    } else {
        token_form::view(found.flow, errors, done, gone)
    };
    view! {
        <Steps step=2 of=2 next="" />
        {page_heading(text::token::check_title(lang))}
        <div class="stack">
            {facts}
            {next}
        </div>
        <p class="actions gap-above">
            <button type="button" class="btn-link" on:click=move |_| go.run(None)>
                {text::token::another(lang)}
            </button>
        </p>
    }
    .into_any()
}

/// There is an account: signing in takes one press, because the token has just signed.
fn enter(flow: String, errors: FormErrors, done: Callback<SessionView>, gone: Callback<Failure>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let flow = StoredValue::new(flow);
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        errors.clear();
        let request = EnterToken {
            flow: flow.get_value(),
        };
        spawn_local(async move {
            let answer = api.post(path::TOKEN_ENTER, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(view) => done.run(view),
                Err(failure) if matches!(failure.code, ErrorCode::FlowGone | ErrorCode::FlowElsewhere) => {
                    gone.run(failure);
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let way = view! {
        <p>{text::token::has_account_hint(lang)}</p>
        <button
            type="button"
            class="btn"
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            {text::identity::title(lang)}
        </button>
    };
    view! { <div role="status">{verdict(Tone::Plain, text::token::has_account(lang), way)}</div> }.into_any()
}
