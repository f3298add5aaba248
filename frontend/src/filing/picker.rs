//! "Lấy từ kho": a dialog with the papers that fit first and the whole vault second, and one button.

use crate::api::Load;
use crate::api::upload::sleep;
use crate::dom;
use crate::filing::draft::{Act, Draft};
use crate::filing::part::element;
use crate::filing::picker_list;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::partner::{partner_papers, partners};
use crate::ui::{Dialog, Tone, verdict};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::Component;
use motcua_shared::filing::dto::AttachSource;
use motcua_shared::id::PaperId;
use motcua_shared::text;
use motcua_shared::vault::partner::PartnerVaultView;
use wasm_bindgen_futures::spawn_local;

/// For which component the dialog is open; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Picker {
    open: RwSignal<bool>,
    component: StoredValue<Option<Component>>,
}

/// The lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Suggestions,
    Vault,
    /// The other system at this place.
    Partner(usize),
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
    // An officer at the desk sees what fits, and no more of a vault.
    let is_desk = draft.ground.is_desk;
    let tab = RwSignal::new(if fitting > 0 || is_desk {
        Tab::Suggestions
    } else {
        Tab::Vault
    });
    let chosen = RwSignal::new(None::<PaperId>);
    let id = StoredValue::new(component.id.clone());
    let wanted = StoredValue::new((component.accepts, component.max_age_months));
    let others = partners();
    let others = Memo::new(move |_| match others.get() {
        Load::Ready(partners) => partners,
        // The own vault does not wait for them.
        _ => Vec::new(),
    });
    let panel = dynamic(move || match tab.get() {
        Tab::Suggestions => picker_list::suggestions(draft, id.get_value(), chosen),
        Tab::Vault => picker_list::vault(wanted.get_value(), chosen),
        Tab::Partner(place) => others.with_untracked(|others| {
            let partner = others.get(place);
            partner.map_or_else(|| ().into_any(), |partner| partner_papers(partner, Some(chosen)))
        }),
    });
    view! {
        <p class="strong">{component.name}</p>
        {(!is_desk).then(|| tabs(tab, fitting, others))}
        <div class="picker-panel" role="tabpanel" id="picker-panel" aria-labelledby=move || tab_id(tab.get())>
            {panel}
        </div>
        {buttons(draft, picker, id, chosen)}
    }
    .into_any()
}

fn tab_id(tab: Tab) -> String {
    match tab {
        Tab::Suggestions => "picker-suggestions".to_owned(),
        Tab::Vault => "picker-vault".to_owned(),
        Tab::Partner(place) => format!("picker-partner-{place}"),
    }
}

/// Tabs after the ARIA pattern: one stop of the tab key, arrows between them.
fn tabs(tab: RwSignal<Tab>, fitting: u32, others: Memo<Vec<PartnerVaultView>>) -> AnyView {
    let lang = lang::current();
    let arrows = move |event: web_sys::KeyboardEvent| {
        let count = 2 + others.with_untracked(Vec::len);
        let place = match tab.get_untracked() {
            Tab::Suggestions => 0,
            Tab::Vault => 1,
            Tab::Partner(place) => place + 2,
        };
        let next = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => (place + count - 1) % count,
            "ArrowRight" | "ArrowDown" => (place + 1) % count,
            _ => return,
        };
        event.prevent_default();
        let other = match next {
            0 => Tab::Suggestions,
            1 => Tab::Vault,
            place => Tab::Partner(place - 2),
        };
        tab.set(other);
        dom::focus(&tab_id(other));
    };
    let button = move |own: Tab, label: String| {
        view! {
            <button
                type="button"
                role="tab"
                class="tab"
                id=tab_id(own)
                aria-controls="picker-panel"
                aria-selected=move || if tab.get() == own { "true" } else { "false" }
                tabindex=move || if tab.get() == own { "0" } else { "-1" }
                on:click=move |_| tab.set(own)
            >
                {label}
            </button>
        }
        .into_any()
    };
    let partners = dynamic(move || {
        let names = others.get().into_iter().map(|partner| partner.name);
        let tabs = names
            .enumerate()
            .map(|(place, name)| button(Tab::Partner(place), name));
        tabs.collect::<Vec<_>>()
    });
    view! {
        <div class="tabs" role="tablist" aria-label=text::filing::picker_tabs(lang) on:keydown=arrows>
            {button(Tab::Suggestions, text::filing::picker_suggestions(lang, fitting))}
            {button(Tab::Vault, text::filing::picker_vault(lang).to_owned())} {partners}
        </div>
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
