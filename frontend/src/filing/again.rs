//! "Lập hồ sơ mới theo hồ sơ này".

use crate::api::client::new_key;
use crate::api::{Api, Failure};
use crate::state::{lang, notice};
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::filing::copy::CopiedDraft;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::text;
use std::collections::BTreeMap;
use wasm_bindgen_futures::spawn_local;

/// The button; it leads into the new draft, which says what is to be filled in anew.
pub fn button(id: DossierId) -> AnyView {
    let lang = lang::current();
    let (api, notice) = (Api::current(), notice::current());
    let navigate = StoredValue::new_local(use_navigate());
    let (busy, wrong) = (RwSignal::new(false), RwSignal::new(None::<String>));
    // One for this page: pressed twice it makes one draft.
    let key = StoredValue::new(new_key());
    let copy = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let key = key.get_value();
        spawn_local(async move {
            let nothing = BTreeMap::<&str, &str>::new();
            let answer: Result<CopiedDraft, Failure> =
                api.post(&path::dossier_copy(id), &nothing, Some(&key)).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(copied) => {
                    notice.leave(match copied.gone.is_empty() {
                        true => text::dossier::copied(lang).to_owned(),
                        false => text::dossier::copied_gone(lang, copied.gone.join(", ")),
                    });
                    let to = format!("/nop/{}", copied.draft.id);
                    let _ = navigate.try_with_value(|navigate| navigate(&to, Default::default()));
                }
                Err(failure) => {
                    let _ = wrong.try_set(Some(failure.sentence(lang)));
                }
            }
        });
    };
    view! {
        <button
            type="button"
            class="btn quiet"
            aria-disabled=move || busy.get().then_some("true")
            on:click=copy
        >
            {text::dossier::copy(lang)}
        </button>
        <div role="alert">{move || wrong.get().map(|sentence| verdict(Tone::Bad, sentence, ()))}</div>
    }
    .into_any()
}
