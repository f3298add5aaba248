//! What only the page holds is lost with it. Whoever is about to leave it behind is asked.

use crate::dom;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, HtmlElement, MouseEvent};

type Listener = StoredValue<Closure<dyn FnMut(Event)>, LocalStorage>;

/// Whether leaving is asked about; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Leaving(StoredValue<bool>);

impl Leaving {
    /// Asks while `holds` says that there is something to lose. `may_go` is asked about links within the site: what it stops
    /// it may click again after [`Leaving::allow`]. The browser has its own words for the rest. Addresses that begin with
    /// `own` lose nothing.
    pub fn watch(
        holds: Signal<bool>,
        own: Option<String>,
        may_go: impl Fn(HtmlElement) -> bool + 'static,
    ) -> Self {
        let asks = StoredValue::new(true);
        let at_stake = move || asks.try_get_value() == Some(true) && holds.try_get_untracked() == Some(true);
        let unload: Listener = StoredValue::new_local(Closure::new(move |event: Event| {
            if at_stake() {
                event.prevent_default();
            }
        }));
        let click: Listener = StoredValue::new_local(Closure::new(move |event: Event| {
            let Some(link) = leads_away(&event, own.as_deref()).filter(|_| at_stake()) else {
                return;
            };
            if may_go(link) {
                asks.set_value(false);
            } else {
                event.prevent_default();
                event.stop_propagation();
            }
        }));
        listen(unload, "beforeunload", false);
        listen(click, "click", true);
        Self(asks)
    }

    /// Nothing is lost any more, or the person said that it may be.
    pub fn allow(self) {
        let _ = self.0.try_set_value(false);
    }

    /// The page stayed after all.
    pub fn ask_again(self) {
        let _ = self.0.try_set_value(true);
    }
}

/// A link to another page in this tab, unless that begins with `own`.
fn leads_away(event: &Event, own: Option<&str>) -> Option<HtmlElement> {
    let mouse = event.dyn_ref::<MouseEvent>();
    if mouse.is_some_and(|mouse| mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key()) {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let link = target.closest("a[href]").ok()??;
    let href = link.get_attribute("href")?;
    let is_page = href.starts_with('/') || href.starts_with("http");
    let is_own = own.is_some_and(|own| href.starts_with(own));
    let stays = !is_page || is_own || link.has_attribute("download") || link.has_attribute("target");
    (!stays).then(|| link.dyn_into().ok()).flatten()
}

/// `early`: before the router sees it.
fn listen(listener: Listener, name: &'static str, early: bool) {
    let Some(window) = dom::window() else { return };
    listener.with_value(|listener| {
        let call = listener.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback_and_bool(name, call, early);
    });
    on_cleanup(move || {
        let _ = listener.try_with_value(|listener| {
            if let Some(window) = dom::window() {
                let call = listener.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback_and_bool(name, call, early);
            }
        });
    });
}
