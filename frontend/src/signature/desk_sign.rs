//! The form with which an officer signs what their unit issues, by the token beside the browser.

use crate::api::{Api, Failure};
use crate::signature::agent::order::{Manner, Trouble, look_for};
use crate::state::lang;
use crate::ui::{FormErrors, submit_button};
use leptos::prelude::*;
use motcua_shared::id::SigningOrderId;
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::text;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// One line at a time of how far it is.
pub type Said = RwSignal<&'static str>;

/// What the form says: title, hint, and its button.
pub struct Words {
    /// Above.
    pub title: &'static str,
    /// Below the title.
    pub hint: String,
    /// On the button.
    pub button: &'static str,
}

/// The form; `work` signs, and takes what came of it over into the page.
pub fn form(
    words: Words,
    errors: FormErrors,
    work: impl Fn(Api, Said) -> Pin<Box<dyn Future<Output = Result<(), Trouble>>>> + 'static,
) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(""));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let work = work(api, said);
        spawn_local(async move {
            let outcome = work.await;
            let _ = said.try_set("");
            let _ = busy.try_set(false);
            if let Err(trouble) = outcome {
                trouble.show(errors, lang);
            }
        });
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{words.title}</h2>
            <p>{words.hint}</p>
            {submit_button(words.button, text::token::working(lang), busy)}
            <p role="status">{move || said.get()}</p>
        </form>
    }
    .into_any()
}

/// Finds the agent, orders, and has the file signed and handed in: what is left is that the server judges it.
pub async fn sign(
    api: Api,
    said: Said,
    manner: Manner,
    order: impl Future<Output = Result<SigningOrderView, Failure>>,
) -> Result<SigningOrderId, Trouble> {
    let lang = api.lang();
    let say = |sentence| {
        let _ = said.try_set(sentence);
    };
    say(text::token::looking(lang));
    let agent = look_for(api).await?;
    let order = order.await?;
    say(text::signing::signing(lang));
    agent.carry_out(&order, &manner).await?;
    say(text::signing::judging(lang));
    Ok(order.id)
}
