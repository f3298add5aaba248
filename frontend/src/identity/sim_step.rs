//! The step in which a SIM signs: the phone number, then a short code that stands here and on the phone, then waiting.

use crate::api::failure::of_code;
use crate::api::upload::sleep;
use crate::api::{Api, Failure};
use crate::identity::code_step::Answer;
use crate::identity::{kept, proof};
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Field, FormErrors, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::rule::parse_phone;
use motcua_shared::identity::sim::{AskSim, POLL_MS, SimAsked, SimWait};
use motcua_shared::path;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Where this tab keeps the phone.
const KEY: &str = "sim-phone";

/// What differs between the pages. `T` is what the server makes of the signature.
pub struct SimStep<T: 'static> {
    /// What is signed for.
    pub purpose: TokenPurpose,
    /// Asks whether the phone has signed; nothing while it has not.
    pub look: fn(Api, SimWait) -> Answer<Option<T>>,
    /// It has.
    pub done: Callback<T>,
}

/// The step; `errors` are shown by the page.
pub fn view<T: Send + Sync + 'static>(step: SimStep<T>, errors: FormErrors) -> AnyView {
    let SimStep { purpose, look, done } = step;
    let lang = lang::current();
    let api = Api::current();
    let phone = RwSignal::new(kept::read::<String>(KEY).unwrap_or_default());
    let busy = RwSignal::new(false);
    let asked = RwSignal::new(None::<SimAsked>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let typed = phone.get_untracked();
        if let Err(code) = parse_phone(&typed) {
            errors.mark("phone", of_code(code, lang));
            errors.show();
            return;
        }
        kept::write(KEY, Some(&typed));
        busy.set(true);
        spawn_local(async move {
            let answer = send(api, purpose, typed).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(sent) => {
                    let wait = sent.wait.clone();
                    let _ = asked.try_set(Some(sent));
                    wait_for(api, wait, look, asked, done, errors).await;
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let phone_field = move || {
        let field = Field {
            hint: text::token::sim_phone_hint(lang),
            kind: "tel",
            autocomplete: "tel",
            inputmode: "tel",
            ..Field::new("phone", text::identity::phone(lang))
        };
        view! {
            <form class="card stack" novalidate=true on:submit=submit>
                {text_field(phone, errors, field)}
                <p class="hint">{text::identity::proof_hint(lang)}</p>
                {submit_button(text::token::sim_send(lang), text::identity::sending(lang), busy)}
            </form>
        }
        .into_any()
    };
    dynamic(move || match asked.get() {
        None => phone_field(),
        Some(sent) => waiting(&sent.code, asked),
    })
}

/// The code, and what to do on the phone.
fn waiting(code: &str, asked: RwSignal<Option<SimAsked>>) -> AnyView {
    let lang = lang::current();
    view! {
        <div class="card stack">
            <p role="status">{text::token::sim_waiting(lang)}</p>
            <p class="match-code">
                <span>{text::token::sim_code(lang)}</span>
                " "
                <b>{code.to_owned()}</b>
            </p>
            <ol class="todo">
                <li>{text::token::sim_do_open(lang)}</li>
                <li>{text::token::sim_do_compare(lang)}</li>
                <li>{text::token::sim_do_pin(lang)}</li>
            </ol>
            <p>
                <button type="button" class="btn quiet" on:click=move |_| asked.set(None)>
                    {text::token::sim_stop(lang)}
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// Asks until the phone has answered, the person stops waiting, or leaves the page.
async fn wait_for<T: 'static>(
    api: Api,
    wait: String,
    look: fn(Api, SimWait) -> Answer<Option<T>>,
    asked: RwSignal<Option<SimAsked>>,
    done: Callback<T>,
    errors: FormErrors,
) {
    loop {
        sleep(POLL_MS).await;
        let still = asked.try_with_untracked(|now| now.as_ref().is_some_and(|now| now.wait == wait));
        if still != Some(true) {
            return;
        }
        match look(api, SimWait { wait: wait.clone() }).await {
            Ok(None) => {}
            // A line that breaks for a moment does not end it.
            Err(failure) if failure.code == ErrorCode::NoConnection => {}
            Ok(Some(brought)) => {
                done.run(brought);
                return;
            }
            Err(failure) => {
                let _ = asked.try_set(None);
                errors.show_failure(&failure, lang::current(), str::to_owned);
                return;
            }
        }
    }
}

async fn send(api: Api, purpose: TokenPurpose, phone: String) -> Result<SimAsked, Failure> {
    let proof = proof::solve(api).await?;
    let request = AskSim {
        purpose,
        phone,
        proof,
    };
    api.post(path::SIM_CHALLENGES, &request, None).await
}
