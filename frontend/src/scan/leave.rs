//! Pictures are held by the page alone: they are too personal to be kept on a device that may be shared. Whoever is about
//! to leave without having used them is asked.

use crate::dom;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event};

type Listener = StoredValue<Closure<dyn FnMut(Event)>, LocalStorage>;

/// Whether leaving is asked about; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Leaving(StoredValue<bool>);

impl Leaving {
    /// Asks while `holds` says that there is something to lose. `question` is for links within the site; the browser has
    /// its own words for the rest.
    pub fn watch(holds: Signal<bool>, question: &'static str) -> Self {
        let asks = StoredValue::new(true);
        let at_stake = move || asks.try_get_value() == Some(true) && holds.try_get_untracked() == Some(true);
        let unload: Listener = StoredValue::new_local(Closure::new(move |event: Event| {
            if at_stake() {
                event.prevent_default();
            }
        }));
        let click: Listener = StoredValue::new_local(Closure::new(move |event: Event| {
            if !at_stake() || !leads_away(&event) {
                return;
            }
            let stays =
                dom::window().is_some_and(|window| !window.confirm_with_message(question).unwrap_or(true));
            if stays {
                event.prevent_default();
                event.stop_propagation();
            } else {
                asks.set_value(false);
            }
        }));
        listen(unload, "beforeunload", false);
        listen(click, "click", true);
        Self(asks)
    }

    /// Nothing is lost any more.
    pub fn allow(self) {
        let _ = self.0.try_set_value(false);
    }
}

/// A link to another page in this tab.
fn leads_away(event: &Event) -> bool {
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a[href]").ok().flatten());
    link.is_some_and(|link| {
        let href = link.get_attribute("href").unwrap_or_default();
        !href.starts_with('#') && !link.has_attribute("download") && !link.has_attribute("target")
    })
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
