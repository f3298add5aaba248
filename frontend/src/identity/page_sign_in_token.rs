//! Signing in with a USB token. Who has not registered is led there, without signing again.

use crate::api::Api;
use crate::dom::encode;
use crate::identity::model::destination;
use crate::identity::token_facts;
use crate::identity::token_step::{self, TokenStep};
use crate::react::{dynamic, effect};
use crate::state::{lang, session};
use crate::ui::{FormErrors, Tone, error_summary, page_heading, verdict};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use motcua_shared::identity::token::{TokenFound, TokenSignIn};
use motcua_shared::path;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::text;

/// `/dang-nhap/usb-ky-so?tiep=<where to go afterwards>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let query = use_query_map();
    let navigate = use_navigate();
    let next = destination(query.with_untracked(|query| query.get("tiep")).as_deref());
    let other_ways = format!("/dang-nhap?tiep={}", encode(&next));
    let errors = FormErrors::new();
    let unregistered = RwSignal::new(None::<TokenFound>);
    effect(move || {
        if session.account().is_some() {
            let options = NavigateOptions {
                replace: true,
                ..Default::default()
            };
            navigate(&next, options);
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
            {page_heading(text::token::sign_in(lang))}
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
