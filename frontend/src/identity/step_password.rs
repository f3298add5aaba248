//! First step: account and password. Names and types of the inputs are those that password managers know.

use crate::api::{Api, Failure};
use crate::dom::now;
use crate::identity::model::Waiting;
use crate::identity::password_input::password_input;
use crate::identity::proof;
use crate::react::when;
use crate::state::{lang, session};
use crate::ui::{
    Field, FormErrors, Tone, error_summary, left_notice, page_heading, submit_button, text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{Challenge, SignIn};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// The form; `go` leads to the second step.
pub fn view(go: Callback<Option<Waiting>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let session = session::current();
    let errors = FormErrors::new();
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
            let answer = sign_in(api, request).await;
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
    let demo = move || {
        let hint = view! { <p>{text::identity::demo_hint(lang)}</p> };
        let outcome = verdict(Tone::Plain, text::identity::demo_title(lang), hint);
        view! { <div class="gap-below">{outcome}</div> }.into_any()
    };
    view! {
        {left_notice()}
        {error_summary(errors)}
        {page_heading(text::identity::title(lang))}
        {when(move || session.is_demo(), demo)}
        <form class="card stack" novalidate=true on:submit=submit>
            {login_field}
            {password_input("password", text::identity::password(lang), "current-password", "", password, errors)}
            {submit_button(text::identity::next(lang), text::identity::sending(lang), busy)}
        </form>
        <div class="actions gap-above">
            <a href="/quen-mat-khau">{text::identity::forgot(lang)}</a>
            <a href="/dang-ky">{text::identity::no_account(lang)}</a>
        </div>
    }
    .into_any()
}

/// The server asks for a proof of work after failures; nobody has to do anything for it.
async fn sign_in(api: Api, mut request: SignIn) -> Result<Challenge, Failure> {
    match api.post(path::SIGN_IN, &request, None).await {
        Err(failure) if failure.code == ErrorCode::ProofNeeded => {
            request.proof = Some(proof::solve(api).await?);
            api.post(path::SIGN_IN, &request, None).await
        }
        answer => answer,
    }
}
