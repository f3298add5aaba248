//! First step: account and password. Names and types of the inputs are those that password managers know.

use crate::api::{Api, Failure};
use crate::dom::{encode, now};
use crate::identity::model::Waiting;
use crate::identity::password_input::password_input;
use crate::identity::proof;
use crate::react::{dynamic, when};
use crate::state::{lang, session};
use crate::ui::{
    Field, FormErrors, Tone, error_summary, left_notice, page_heading, submit_button, text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{Challenge, ProviderView, SignIn};
use motcua_shared::path;
use motcua_shared::text;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;

/// The form; `go` leads to the second step, `next` is the page to see afterwards. `refused` says why signing in
/// elsewhere led back here.
pub fn view(go: Callback<Option<Waiting>>, next: &str, refused: Option<String>) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let demo = move || {
        let hint = view! { <p>{text::identity::demo_hint(lang)}</p> };
        let outcome = verdict(Tone::Plain, text::identity::demo_title(lang), hint);
        view! { <div class="gap-below">{outcome}</div> }.into_any()
    };
    let errors = refusal(refused);
    view! {
        {left_notice()}
        {error_summary(errors)}
        {page_heading(text::identity::title(lang))}
        {when(move || session.is_demo(), demo)}
        {elsewhere("", format!("tiep={}", encode(next)))}
        {when(
            move || !session.providers().is_empty(),
            move || view! { <h2 class="gap-above">{text::identity::by_password(lang)}</h2> }.into_any(),
        )}
        {form(go, errors)}
        <div class="actions gap-above">
            <a href="/quen-mat-khau">{text::identity::forgot(lang)}</a>
            <a href="/mat-dien-thoai">{text::account::lost_link(lang)}</a>
            <a href="/dang-ky">{text::identity::no_account(lang)}</a>
        </div>
        {by_signing(encode(next))}
    }
    .into_any()
}

/// The errors of the form, with what is known before anything was typed.
pub fn refusal(refused: Option<String>) -> FormErrors {
    let errors = FormErrors::new();
    if let Some(sentence) = refused {
        errors.mark("", sentence);
        errors.show();
    }
    errors
}

/// Account and password.
pub fn form(go: Callback<Option<Waiting>>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
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
            let answer: Result<Challenge, Failure> = send_password(api, path::SIGN_IN, request).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(challenge) => go.run(Some(Waiting::new(challenge, now()))),
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
        <form class="card stack" novalidate=true on:submit=submit>
            {login_field}
            {password_input("password", text::identity::password(lang), "current-password", "", password, errors)}
            {submit_button(text::identity::next(lang), text::identity::sending(lang), busy)}
        </form>
    }
    .into_any()
}

/// Where else one can sign in, under a title where there is one. The links leave this site, so the router keeps out of them.
pub fn elsewhere(title: &'static str, query: String) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    dynamic(move || {
        let list = session.providers();
        (!list.is_empty()).then(|| {
            let one = |provider: ProviderView| {
                let href = format!("{}?{query}", path::provider_start(&provider.id));
                view! {
                    <li>
                        <a class="btn" rel="external" href=href>
                            {text::identity::sign_in_with(lang, &provider.name)}
                        </a>
                        <p class="hint">{provider.description}</p>
                    </li>
                }
            };
            let heading = (!title.is_empty()).then(|| view! { <h2 class="gap-above">{title}</h2> });
            view! {
                {heading}
                <ul class="plain-list">{list.into_iter().map(one).collect_view()}</ul>
            }
        })
    })
}

/// With a token or a SIM, where there is a way for them; afterwards to `next`.
fn by_signing(next: String) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    dynamic(move || {
        let (has_token, has_sim) = (session.has_token(), session.has_sim());
        let way = |way: &str, name: &'static str, hint: &'static str| {
            let href = format!("/dang-nhap/{way}?tiep={next}");
            view! {
                <li>
                    <a class="btn quiet" href=href>{name}</a>
                    <p class="hint">{hint}</p>
                </li>
            }
        };
        let token = has_token.then(|| {
            way(
                "usb-ky-so",
                text::token::sign_in(lang),
                text::token::way_hint(lang),
            )
        });
        let sim = has_sim.then(|| {
            way(
                "sim-ky-so",
                text::token::sim_sign_in(lang),
                text::token::sim_hint(lang),
            )
        });
        (has_token || has_sim).then(|| {
            view! {
                <h2 class="gap-above">{text::identity::other_ways(lang)}</h2>
                <ul class="plain-list">{token}{sim}</ul>
            }
        })
    })
}

/// The server asks for a proof of work after failures; nobody has to do anything for it.
pub async fn send_password<T: DeserializeOwned>(
    api: Api,
    address: &str,
    mut request: SignIn,
) -> Result<T, Failure> {
    match api.post(address, &request, None).await {
        Err(failure) if failure.code == ErrorCode::ProofNeeded => {
            request.proof = Some(proof::solve(api).await?);
            api.post(address, &request, None).await
        }
        answer => answer,
    }
}
