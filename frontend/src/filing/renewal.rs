//! The procedure changed or ended while its draft was filled in: said on every page of the wizard, with the way on.

use crate::dom;
use crate::filing::draft::Act;
use crate::filing::form::Form;
use crate::react::dynamic;
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Path of what there is to say of the procedure itself.
pub const PATH: &str = "procedure";

/// Nothing as long as the procedure is what it was.
pub fn view(form: Form) -> AnyView {
    let lang = form.lang;
    let told = Memo::new(move |_| {
        form.draft.view.with(|view| {
            let mut missing = view.missing.iter();
            let found = missing.find(|error| error.path == PATH);
            found.map(|error| (error.code, error.title.clone()))
        })
    });
    let press = move |_| {
        if !form.busy.get_untracked() {
            form.draft.leave.before(move || renew(form));
        }
    };
    dynamic(move || {
        let (code, title) = told.get()?;
        let button = (code == ErrorCode::ProcedureChanged).then(|| {
            view! {
                <p>
                    <button type="button" class="btn" on:click=press>
                        {text::filing::renew(lang)}
                    </button>
                </p>
            }
        });
        Some(view! { <div class="gap-below">{verdict(Tone::Warn, title, button)}</div> })
    })
}

fn renew(form: Form) {
    form.busy.set(true);
    spawn_local(async move {
        form.saving.flush().await;
        let answer = form.draft.run(Act::Renew).await;
        let _ = form.busy.try_set(false);
        match answer {
            // Every page of the wizard is built of the procedure: from the first thing that is new.
            Ok(()) => dom::replace_by(form.draft.page("").trim_end_matches('/')),
            Err(failure) => {
                form.draft.leave.ask_again();
                form.errors.show_failure(&failure, form.lang, |_| String::new());
            }
        }
    });
}
