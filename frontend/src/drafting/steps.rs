//! What is done with a draft without a token: handing it in, taking it back, giving the result to its owner.

use super::save::{Saving, Standing, field};
use crate::api::upload::sleep;
use crate::api::{Api, Failure};
use crate::state::lang;
use crate::ui::{Field, FormErrors, Tone, quiet_submit_button, submit_button, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::drafting::{DraftingView, ReopenDrafting, StepDrafting};
use motcua_shared::processing::dto::{DeskDossier, StepDossier};
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// The paper as it is seen; a copy may move into handlers.
pub type Now = RwSignal<DraftingView>;

/// Does `work` once, and shows what comes of it.
pub fn run<F>((now, errors, busy): (Now, FormErrors, RwSignal<bool>), work: F)
where
    F: Future<Output = Result<DraftingView, Failure>> + 'static,
{
    if busy.get_untracked() {
        return;
    }
    let lang = lang::current();
    errors.clear();
    busy.set(true);
    spawn_local(async move {
        let answer = work.await;
        let _ = busy.try_set(false);
        match answer {
            Ok(view) => {
                let _ = now.try_set(view);
            }
            Err(failure) => errors.show_failure(&failure, lang, field),
        }
    });
}

/// Hands the draft in, after everything that was typed is kept.
pub fn hand_in(view: &DraftingView, (now, errors): (Now, FormErrors), saving: Saving) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let busy = RwSignal::new(false);
    let id = view.dossier_id;
    let no_seal = (!view.has_seal).then(|| {
        let hint = view! { <p>{text::drafting::no_seal_hint(lang)}</p> };
        verdict(Tone::Warn, text::drafting::no_seal(lang), hint)
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        run((now, errors, busy), async move {
            while saving.standing.try_get_untracked() == Some(Standing::Saving) {
                sleep(100).await;
            }
            let version = now.try_with_untracked(|now| now.version).unwrap_or_default();
            let address = path::desk_drafting_part(id, "hand-in");
            api.post(&address, &StepDrafting { version }, None).await
        });
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{text::drafting::hand_in(lang)}</h2>
            <p class="muted">{text::drafting::hand_in_hint(lang)}</p>
            {no_seal}
            {submit_button(text::drafting::hand_in(lang), text::drafting::handing_in(lang), busy)}
        </form>
    }
    .into_any()
}

/// Takes it back, or gives it back to who wrote it.
pub fn reopen((now, errors): (Now, FormErrors), by_signer: bool) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (busy, words) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (id, version) = now.with_untracked(|now| (now.dossier_id, now.version));
    let (title, hint) = match by_signer {
        true => (
            text::drafting::give_back(lang),
            text::drafting::give_back_hint(lang),
        ),
        false => (text::drafting::reopen(lang), text::drafting::reopen_hint(lang)),
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = ReopenDrafting {
            version,
            words: Some(words.get_untracked()),
        };
        run((now, errors, busy), async move {
            let address = path::desk_drafting_part(id, "reopening");
            api.post(&address, &request, None).await
        });
    };
    let typed = Field {
        multiline: true,
        optional: !by_signer,
        ..Field::new("words", text::drafting::words(lang))
    };
    view! {
        <details class="card">
            <summary>
                <h2>{title}</h2>
            </summary>
            <form class="stack" novalidate=true on:submit=submit>
                <p class="muted">{hint}</p>
                {text_field(words, errors, typed)}
                <p>{quiet_submit_button(title, text::drafting::sending(lang), busy)}</p>
            </form>
        </details>
    }
    .into_any()
}

/// Ends the dossier with the sealed paper.
pub fn give_back((now, errors): (Now, FormErrors)) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let busy = RwSignal::new(false);
    let (id, version) = now.with_untracked(|now| (now.dossier_id, now.dossier_version));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        run((now, errors, busy), async move {
            let address = path::desk_drafting_part(id, "return");
            api.post::<DeskDossier>(&address, &StepDossier { version }, None)
                .await?;
            api.get(&path::desk_dossier_part(id, "drafting"), None).await
        });
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{text::drafting::give_result(lang)}</h2>
            <p class="muted">{text::drafting::return_hint(lang)}</p>
            {submit_button(text::drafting::return_do(lang), text::drafting::sending(lang), busy)}
        </form>
    }
    .into_any()
}
