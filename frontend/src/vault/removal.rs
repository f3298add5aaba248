//! Taking a paper out of the vault: what that means is said first, and a reason may be given.

use crate::api::Api;
use crate::react::dynamic;
use crate::state::{lang, notice};
use crate::ui::{Dialog, Field, FormErrors, Tone, text_field, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::dto::{PaperListItem, RemovePaper};
use wasm_bindgen_futures::spawn_local;

/// The button and its dialog; nothing for papers that stay.
pub fn view(paper: &PaperListItem) -> AnyView {
    let lang = lang::current();
    if !paper.vault_kind.is_owners_to_remove() {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    let paper = StoredValue::new(paper.clone());
    let body = move || content(paper, open);
    view! {
        <button type="button" class="btn-link danger" on:click=move |_| open.set(true)>
            {text::vault::remove(lang)}
        </button>
        <Dialog id="removal" title=text::vault::remove_title(lang) open=open>
            {body()}
        </Dialog>
    }
    .into_any()
}

fn content(paper: StoredValue<PaperListItem>, open: RwSignal<bool>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let notice = notice::current();
    let navigate = use_navigate();
    let note = RwSignal::new(String::new());
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let remove = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let navigate = navigate.clone();
        let (id, version, name) = paper.with_value(|paper| (paper.id, paper.version, paper.name.clone()));
        let said = note.with_untracked(|note| note.trim().to_owned());
        let request = RemovePaper {
            version,
            note: (!said.is_empty()).then_some(said),
        };
        spawn_local(async move {
            let answer = api.post::<()>(&path::paper_removal(id), &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    notice.leave(text::vault::removed(lang, &name));
                    navigate("/kho", Default::default());
                }
                Err(failure) => {
                    let sentence = failure.fields.first().map(|field| field.title.clone());
                    let _ = wrong.try_set(Some(sentence.unwrap_or_else(|| failure.sentence(lang))));
                }
            }
        });
    };
    let field = Field {
        optional: true,
        multiline: true,
        ..Field::new("remove-note", text::vault::remove_note(lang))
    };
    let label = move || {
        if busy.get() {
            text::vault::removing(lang)
        } else {
            text::vault::remove_confirm(lang)
        }
    };
    let name = paper.with_value(|paper| paper.name.clone());
    view! {
        <div class="stack">
            <p class="strong">{name}</p>
            <p>{text::vault::remove_hint(lang)}</p>
            {text_field(note, errors, field)}
            <div role="alert">
                {dynamic(move || wrong.get().map(|sentence| verdict(Tone::Bad, sentence, ())))}
            </div>
            <div class="row">
                <button type="button" class="btn" aria-disabled=move || busy.get().then_some("true") on:click=remove>
                    {label}
                </button>
                <button type="button" class="btn quiet" on:click=move |_| open.set(false)>
                    {text::vault::cancel(lang)}
                </button>
            </div>
        </div>
    }
    .into_any()
}
