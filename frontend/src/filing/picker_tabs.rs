//! What owners are offered in "Lấy từ kho": the papers that fit first, the whole vault second, other systems' vaults third.

use crate::api::Load;
use crate::dom;
use crate::filing::picker_list;
use crate::react::dynamic;
use crate::state::ground::Lists;
use crate::state::lang;
use crate::ui::partner::{partner_papers, partners};
use leptos::prelude::*;
use motcua_shared::text;
use motcua_shared::vault::partner::PartnerVaultView;

/// The lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Suggestions,
    Vault,
    /// The other system at this place.
    Partner(usize),
}

/// The tabs, and the list of the one that is open.
pub fn view(lists: Lists) -> AnyView {
    let Lists {
        wanted,
        fitting,
        suggestions,
        chosen,
    } = lists;
    let tab = RwSignal::new(if fitting > 0 { Tab::Suggestions } else { Tab::Vault });
    let wanted = StoredValue::new(wanted);
    let others = partners();
    let others = Memo::new(move |_| match others.get() {
        Load::Ready(partners) => partners,
        // The own vault does not wait for them.
        _ => Vec::new(),
    });
    let panel = dynamic(move || match tab.get() {
        Tab::Suggestions => suggestions(),
        Tab::Vault => picker_list::vault(wanted.get_value(), chosen),
        Tab::Partner(place) => others.with_untracked(|others| {
            let partner = others.get(place);
            partner.map_or_else(|| ().into_any(), |partner| partner_papers(partner, Some(chosen)))
        }),
    });
    view! {
        {tabs(tab, fitting, others)}
        <div class="picker-panel" role="tabpanel" id="picker-panel" aria-labelledby=move || tab_id(tab.get())>
            {panel}
        </div>
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
