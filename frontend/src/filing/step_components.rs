//! Step 3: a file for every component, from the vault or from the device.

use crate::filing::draft::Act;
use crate::filing::form::{Form, Then};
use crate::filing::model::Step;
use crate::filing::part;
use crate::filing::picker::{self, Picker};
use crate::filing::saving::Saving;
use crate::react::dynamic;
use crate::ui::empty;
use leptos::prelude::*;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// The page.
pub fn view(saving: Saving) -> AnyView {
    let form = Form::new(saving, Step::Components);
    let draft = form.draft;
    let lang = form.lang;
    // Papers may have come into the vault since the draft was opened.
    spawn_local(async move {
        let _ = draft.run(Act::Match).await;
    });
    // The case may still be on its way to the server, or be changed elsewhere.
    let components = Memo::new(move |_| {
        saving.standing.track();
        let case = saving.value("case_id");
        draft.view.with(|view| {
            let needed = view
                .procedure
                .definition
                .needed(Some(case.as_str()).filter(|case| !case.is_empty()));
            needed.cloned().collect::<Vec<_>>()
        })
    });
    let picker = Picker::new();
    let submit = Callback::new(move |(then,)| {
        if check(form, then) {
            form.save(then);
        }
    });
    let parts = dynamic(move || {
        let components = components.get();
        if components.is_empty() {
            return empty(text::filing::components_none(lang), "", ());
        }
        let parts = components.into_iter().enumerate();
        parts
            .map(|(index, component)| part::view(form, picker, index + 1, component))
            .collect_view()
            .into_any()
    });
    let questions = view! {
        <p class="muted">{text::filing::components_hint(lang)}</p>
        <div class="parts">{parts}</div>
    };
    view! {
        {form.page(submit, questions.into_any())}
        {picker::dialog(draft, picker)}
    }
    .into_any()
}

/// Before going on: names every file that is still on its way and every component without a file. Whoever leaves is asked.
fn check(form: Form, then: Then) -> bool {
    let lang = form.lang;
    form.errors.clear();
    if then == Then::Leave {
        return true;
    }
    let moving = form.draft.transfers.under_way();
    let missing: Vec<(String, String)> = form.draft.view.with_untracked(|view| {
        let wanted = view.procedure.definition.needed(view.case_id.as_deref());
        wanted
            .filter(|component| component.required)
            .filter(|component| {
                view.components
                    .iter()
                    .any(|part| part.component_id == component.id && part.attachment.is_none())
            })
            .map(|component| (component.id.clone(), component.name.clone()))
            .collect()
    });
    for (id, name) in &missing {
        if !moving.iter().any(|(other, _)| other == id) {
            form.errors.mark(
                &format!("components.{id}"),
                text::filing::component_needed(lang, name),
            );
        }
    }
    for (id, file) in &moving {
        form.errors.mark(
            &format!("components.{id}"),
            text::filing::still_moving(lang, file),
        );
    }
    !form.errors.show()
}
