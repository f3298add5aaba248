//! "Tôi không đồng ý": says what happens then, takes a note, and does it.

use crate::api::Api;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Dialog, Field, FormErrors, error_summary, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::log::{Object, PaperEventView};
use wasm_bindgen_futures::spawn_local;

/// The button of one line, and its dialog.
pub fn button(event: &PaperEventView, changed: Callback<()>) -> AnyView {
    let lang = lang::current();
    let id = event.id;
    let open = RwSignal::new(false);
    let label = text::share::object_label(lang, &event.paper_name, event.at.vietnam_minute());
    let form = move || {
        let api = Api::current();
        let errors = FormErrors::new();
        let note = RwSignal::new(String::new());
        let busy = RwSignal::new(false);
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            if busy.get_untracked() {
                return;
            }
            errors.clear();
            busy.set(true);
            let request = Object {
                note: Some(note.get_untracked()),
            };
            spawn_local(async move {
                let address = path::paper_event_objection(id);
                let answer = api.post::<PaperEventView>(&address, &request, None).await;
                let _ = busy.try_set(false);
                match answer {
                    Ok(_) => {
                        let _ = open.try_set(false);
                        changed.run(());
                    }
                    Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
                }
            });
        };
        let field = Field {
            multiline: true,
            optional: true,
            hint: text::share::object_note_hint(lang),
            ..Field::new("note", text::share::object_note(lang))
        };
        view! {
            <p>{text::share::object_means(lang)}</p>
            {error_summary(errors)}
            <form class="stack" novalidate=true on:submit=submit>
                {text_field(note, errors, field)}
                {submit_button(text::share::object_act(lang), text::share::objecting(lang), busy)}
            </form>
        }
        .into_any()
    };
    let dialog = dynamic(move || {
        open.get().then(|| {
            view! {
                <Dialog id="objection" title=text::share::object(lang) open=open>
                    {form()}
                </Dialog>
            }
            .into_any()
        })
    });
    view! {
        <button type="button" class="btn-link" aria-label=label on:click=move |_| open.set(true)>
            {text::share::object(lang)}
        </button>
        {dialog}
    }
    .into_any()
}
