//! "Lấy từ kho": a dialog with the papers that may be taken, and one button.

use crate::api::upload::sleep;
use crate::dom;
use crate::filing::draft::{Act, Draft};
use crate::filing::part::element;
use crate::filing::picker_list;
use crate::react::dynamic;
use crate::state::ground::Lists;
use crate::state::lang;
use crate::ui::{Dialog, Tone, verdict};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::Component;
use motcua_shared::filing::dto::AttachSource;
use motcua_shared::id::PaperId;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// For which component the dialog is open; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Picker {
    open: RwSignal<bool>,
    component: StoredValue<Option<Component>>,
}

impl Picker {
    /// Closed.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            component: StoredValue::new(None),
        }
    }

    /// Opens it for a component.
    pub fn show(self, component: Component) {
        self.component.set_value(Some(component));
        self.open.set(true);
    }
}

/// The dialog; put it outside of any form.
pub fn dialog(draft: Draft, picker: Picker) -> AnyView {
    let lang = lang::current();
    let body = move || content(draft, picker);
    view! {
        <Dialog id="picker" title=text::filing::picker_title(lang) open=picker.open>
            {body()}
        </Dialog>
    }
    .into_any()
}

fn content(draft: Draft, picker: Picker) -> AnyView {
    let Some(component) = picker.component.get_value() else {
        return ().into_any();
    };
    let fitting = draft.view.with_untracked(|view| {
        let mut parts = view.components.iter();
        parts
            .find(|part| part.component_id == component.id)
            .map_or(0, |part| part.fitting + part.too_old)
    });
    let chosen = RwSignal::new(None::<PaperId>);
    let id = StoredValue::new(component.id.clone());
    let suggestions = move || picker_list::suggestions(draft, id.get_value(), chosen);
    let papers = match draft.ground.lists {
        Some(lists) => lists(Lists {
            wanted: (component.accepts, component.max_age_months),
            fitting,
            suggestions: Box::new(suggestions),
            chosen,
        }),
        // An officer at the desk sees what fits, and no more of a vault.
        None => suggestions(),
    };
    view! {
        <p class="strong">{component.name}</p>
        {papers}
        {buttons(draft, picker, id, chosen)}
    }
    .into_any()
}

fn buttons(
    draft: Draft,
    picker: Picker,
    component: StoredValue<String>,
    chosen: RwSignal<Option<PaperId>>,
) -> AnyView {
    let lang = lang::current();
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let update = move |_| {
        if busy.get_untracked() {
            return;
        }
        wrong.set(None);
        let Some(paper) = chosen.get_untracked() else {
            wrong.set(Some(text::filing::picker_choose(lang).to_owned()));
            return;
        };
        busy.set(true);
        let component = component.get_value();
        spawn_local(async move {
            let attaching = Act::Attach(component.clone(), AttachSource::Paper(paper));
            let answer = draft.run(attaching).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = picker.open.try_set(false);
                    // The button that opened the dialog is gone: its component takes the focus.
                    sleep(0).await;
                    dom::focus(&element(&component));
                }
                Err(failure) => {
                    let sentence = failure.fields.first().map(|field| field.title.clone());
                    let _ = wrong.try_set(Some(sentence.unwrap_or_else(|| failure.sentence(lang))));
                }
            }
        });
    };
    let label = move || {
        if busy.get() {
            text::filing::saving(lang)
        } else {
            text::filing::picker_update(lang)
        }
    };
    view! {
        <div class="picker-foot">
            <div role="alert">
                {dynamic(move || wrong.get().map(|sentence| verdict(Tone::Bad, sentence, ())))}
            </div>
            <div class="row">
                <button type="button" class="btn" aria-disabled=move || busy.get().then_some("true") on:click=update>
                    {label}
                </button>
                <button type="button" class="btn quiet" on:click=move |_| picker.open.set(false)>
                    {text::filing::picker_skip(lang)}
                </button>
            </div>
        </div>
    }
    .into_any()
}
