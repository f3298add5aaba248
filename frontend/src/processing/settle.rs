//! What the unit says to a withdrawal that was asked for.

use super::act::{Now, settle, version};
use crate::api::Api;
use crate::state::lang;
use crate::ui::{Field, FormErrors, Tone, error_summary, submit_button, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::withdrawal::SettleWithdrawal;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// The form.
pub fn form(desk: &DeskDossier, now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let words = RwSignal::new(String::new());
    let said = desk
        .withdrawal
        .as_ref()
        .and_then(|withdrawal| withdrawal.words.clone());
    let said = match said {
        Some(said) => text::dossier::settle_said(lang, said),
        None => text::dossier::settle_no_words(lang).to_owned(),
    };
    let send = move |is_granted: bool| {
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let typed = words.get_untracked();
        let request = SettleWithdrawal {
            version: version(now),
            is_granted,
            words: (!typed.trim().is_empty()).then_some(typed),
        };
        let id = now.with_untracked(|desk| desk.dossier.id);
        busy.set(true);
        spawn_local(async move {
            let address = path::desk_dossier_part(id, "withdrawal");
            let answer = api.post(&address, &request, None).await;
            settle(api, answer, (now, errors, busy), str::to_owned);
        });
    };
    let grant = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send(true);
    };
    let field = Field {
        hint: text::dossier::settle_words_hint(lang),
        multiline: true,
        optional: true,
        ..Field::new("words", text::dossier::settle_words(lang))
    };
    view! {
        {error_summary(errors)}
        <form class="card stack" novalidate=true on:submit=grant>
            <h2>{text::dossier::settle_title(lang)}</h2>
            {verdict(Tone::Plain, said, ())}
            <p class="muted">{text::dossier::settle_hint(lang)}</p>
            {text_field(words, errors, field)}
            <div class="row">
                {submit_button(text::dossier::settle_grant(lang), text::dossier::settling(lang), busy)}
                <button type="button" class="btn quiet" on:click=move |_| send(false)>
                    {text::dossier::settle_decline(lang)}
                </button>
            </div>
        </form>
    }
    .into_any()
}
