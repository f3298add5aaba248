//! The step in which a token signs: finds the agent on this computer, says what to do where there is none, and has it sign
//! what the server asks.

use crate::api::{Api, Failure};
use crate::identity::code_step::Answer;
use crate::react::{dynamic, when};
use crate::signature::agent;
use crate::signature::agent::order::{Trouble, look_for};
use crate::state::lang;
use crate::ui::{FormErrors, Tone, submit_button, verdict};
use leptos::prelude::*;
use motcua_shared::identity::token::{AskToken, TokenAsked, TokenOptions, TokenSigned};
use motcua_shared::path;
use motcua_shared::signature::agent::{AgentFailure, TokenPurpose};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// What differs between the pages. `T` is what the server makes of the signature.
pub struct TokenStep<T: 'static> {
    /// What is signed for.
    pub purpose: TokenPurpose,
    /// Sends what was signed.
    pub send: fn(Api, TokenSigned) -> Answer<T>,
    /// It was taken.
    pub done: Callback<T>,
    /// The act in words.
    pub act: &'static str,
}

/// Where the step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Whether there is an agent is not known yet.
    Looking,
    /// None answers.
    Missing,
    /// This portal takes no tokens.
    Closed,
    /// Waits for the person.
    Ready,
    /// The person chooses a certificate in the agent's window.
    Choosing,
    /// The person types the PIN there.
    Signing,
    /// The server looks at what was signed.
    Checking,
}

impl Stage {
    /// What is said of it to those who hear the page, too.
    fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Looking => text::token::looking(lang),
            Self::Missing | Self::Closed => "",
            Self::Ready => text::token::ready(lang),
            Self::Choosing => text::token::choosing(lang),
            Self::Signing => text::token::signing(lang),
            Self::Checking => text::token::checking(lang),
        }
    }

    const fn is_busy(self) -> bool {
        matches!(self, Self::Choosing | Self::Signing | Self::Checking)
    }
}

/// The step; `errors` are shown by the page.
pub fn view<T: Send + Sync + 'static>(step: TokenStep<T>, errors: FormErrors) -> AnyView {
    let TokenStep {
        purpose,
        send,
        done,
        act,
    } = step;
    let lang = lang::current();
    let api = Api::current();
    let stage = RwSignal::new(Stage::Looking);
    let busy = RwSignal::new(false);
    let go = move |next: Stage| {
        let _ = busy.try_set(next.is_busy());
        let _ = stage.try_set(next);
    };
    let look = Callback::new(move |()| {
        errors.clear();
        go(Stage::Looking);
        spawn_local(async move {
            match look(api).await {
                Ok(next) => go(next),
                Err(failure) => {
                    go(Stage::Missing);
                    errors.show_failure(&failure, lang, str::to_owned);
                }
            }
        });
    });
    look.run(());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        go(Stage::Choosing);
        spawn_local(async move {
            let brought = match sign(api, purpose, go).await {
                Ok(signed) => {
                    go(Stage::Checking);
                    send(api, signed).await.map_err(Trouble::from)
                }
                Err(trouble) => Err(trouble),
            };
            match brought {
                Ok(brought) => done.run(brought),
                Err(Trouble::Agent(AgentFailure::NotFound)) => go(Stage::Missing),
                Err(trouble) => {
                    go(Stage::Ready);
                    trouble.show(errors, lang);
                }
            }
        });
    };
    let is_there = move || matches!(stage.get(), Stage::Ready) || stage.get().is_busy();
    let form = move || {
        view! {
            <form class="card stack" novalidate=true on:submit=submit>
                <ol class="todo">
                    <li>{text::token::do_plug_in(lang)}</li>
                    <li>{text::token::do_choose(lang)}</li>
                    <li>{text::token::do_pin(lang)}</li>
                </ol>
                {submit_button(act, text::token::working(lang), busy)}
            </form>
        }
        .into_any()
    };
    let closed = move || {
        let why = view! { <p>{text::identity::way_not_open(lang)}</p> };
        verdict(Tone::Plain, text::token::closed(lang), why)
    };
    view! {
        <p role="status">{move || stage.get().words(lang)}</p>
        {when(is_there, form)}
        {dynamic(move || match stage.get() {
            Stage::Missing => missing(look),
            Stage::Closed => closed(),
            _ => ().into_any(),
        })}
    }
    .into_any()
}

/// No agent answers: how to get one, and the way to try again.
fn missing(look: Callback<()>) -> AnyView {
    let lang = lang::current();
    let ways = view! {
        <p>{text::token::missing_hint(lang)}</p>
        <ol class="todo">
            <li>
                <a href="/phan-mem-ho-tro">{text::software::title(lang)}</a>
                ": "
                {text::token::missing_install(lang)}
            </li>
            <li>{text::token::missing_start(lang)}</li>
            <li>{text::token::missing_allow(lang)}</li>
        </ol>
    };
    view! {
        <div role="alert">{verdict(Tone::Warn, text::token::missing(lang), ways)}</div>
        <p class="gap-above">
            <button type="button" class="btn" on:click=move |_| look.run(())>
                {text::ui::retry(lang)}
            </button>
        </p>
    }
    .into_any()
}

async fn look(api: Api) -> Result<Stage, Failure> {
    let options: TokenOptions = api.get(path::TOKEN, None).await?;
    if options.agents.is_empty() && options.vnpt_licence.is_none() {
        return Ok(Stage::Closed);
    }
    Ok(match agent::find(&options).await {
        Ok(_) => Stage::Ready,
        Err(AgentFailure::NotFound) => Stage::Missing,
        // It is there; why it refuses is said when it is asked.
        Err(_) => Stage::Ready,
    })
}

/// Has the token sign. What is to be signed is asked for last: it lives for two minutes only.
async fn sign(api: Api, purpose: TokenPurpose, go: impl Fn(Stage)) -> Result<TokenSigned, Trouble> {
    let agent = look_for(api).await?;
    let shown = agent.certificate().await?;
    go(Stage::Signing);
    let asked: TokenAsked = api
        .post(path::TOKEN_CHALLENGES, &AskToken { purpose }, None)
        .await?;
    let signed = agent.sign_challenge(&asked.nonce, purpose).await?;
    Ok(TokenSigned {
        nonce: asked.nonce,
        signed,
        shown,
    })
}
