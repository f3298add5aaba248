//! Signing in with a USB token or a signing SIM. Who has not registered is led there, without signing again.

use crate::api::Api;
use crate::dom::encode;
use crate::identity::code_step::Answer;
use crate::identity::model::destination;
use crate::identity::sim_step::{self, SimStep};
use crate::identity::token_facts;
use crate::identity::token_step::{self, TokenStep};
use crate::react::{dynamic, effect};
use crate::route::use_replace;
use crate::state::{lang, session};
use crate::ui::{FormErrors, Tone, error_summary, page_heading, verdict};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::identity::sim::{SimSignIn, SimWait};
use motcua_shared::identity::token::{TokenFound, TokenSignIn};
use motcua_shared::path;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::text;

/// Where an organisation manages its account.
const ACCOUNT: &str = "/tai-khoan";

/// `/dang-nhap/usb-ky-so?tiep=<where to go afterwards>`
pub fn page() -> AnyView {
    by(text::token::sign_in(lang::current()), sign)
}

/// `/dang-nhap/sim-ky-so?tiep=<where to go afterwards>`
pub fn by_sim() -> AnyView {
    by(text::token::sim_sign_in(lang::current()), sign_by_sim)
}

/// `sign` is the step that shows whose token or SIM it is.
fn by(title: &'static str, sign: fn(Callback<TokenSignIn>, FormErrors) -> AnyView) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let query = use_query_map();
    let replace = use_replace();
    let wanted = destination(query.with_untracked(|query| query.get("tiep")).as_deref());
    let other_ways = format!("/dang-nhap?tiep={}", encode(&wanted));
    // Who wanted to go nowhere in particular is led to the account, as the guide for agencies says.
    let next = if wanted == "/" { ACCOUNT.to_owned() } else { wanted };
    let errors = FormErrors::new();
    let unregistered = RwSignal::new(None::<TokenFound>);
    effect(move || {
        if session.account().is_some() {
            replace(&next);
        }
    });
    let done = Callback::new(move |answer: TokenSignIn| match answer {
        // The page leaves by itself once an account acts.
        TokenSignIn::Session(view) => session.set(view),
        TokenSignIn::Unregistered(found) => unregistered.set(Some(found)),
    });
    view! {
        <div class="narrow">
            {error_summary(errors)}
            {page_heading(title)}
            {dynamic(move || match unregistered.get() {
                None => sign(done, errors),
                Some(found) => register(found),
            })}
            <p class="actions gap-above">
                <a href=other_ways>{text::token::other_ways(lang)}</a>
            </p>
        </div>
    }
    .into_any()
}

fn sign(done: Callback<TokenSignIn>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let step = TokenStep {
        purpose: TokenPurpose::SignIn,
        send: |api: Api, signed| Box::pin(async move { api.post(path::TOKEN_SIGN_IN, &signed, None).await }),
        done,
        act: text::identity::title(lang),
    };
    view! {
        <p>{text::token::sign_in_hint(lang)}</p>
        {token_step::view(step, errors)}
    }
    .into_any()
}

fn sign_by_sim(done: Callback<TokenSignIn>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let look = |api: Api, wait: SimWait| -> Answer<Option<TokenSignIn>> {
        Box::pin(async move {
            let answer = api.post::<SimSignIn>(path::SIM_SIGN_IN, &wait, None).await?;
            Ok(match answer {
                SimSignIn::Waiting => None,
                SimSignIn::Session(view) => Some(TokenSignIn::Session(view)),
                SimSignIn::Unregistered(found) => Some(TokenSignIn::Unregistered(found)),
            })
        })
    };
    let step = SimStep {
        purpose: TokenPurpose::SignIn,
        look,
        done,
    };
    view! {
        <p>{text::token::sim_hint(lang)}</p>
        {sim_step::view(step, errors)}
    }
    .into_any()
}

fn register(found: TokenFound) -> AnyView {
    let lang = lang::current();
    let navigate = use_navigate();
    let facts = token_facts::view(&found);
    let on_to_it = move |_| {
        token_facts::keep(Some(&found));
        navigate("/dang-ky/usb-ky-so", Default::default());
    };
    let way = view! {
        <p>{text::token::no_account_hint(lang)}</p>
        <button type="button" class="btn" on:click=on_to_it>
            {text::token::go_register(lang)}
        </button>
    };
    view! {
        <div class="stack">
            <div role="status">{verdict(Tone::Plain, text::token::no_account(lang), way)}</div>
            {facts}
        </div>
    }
    .into_any()
}
