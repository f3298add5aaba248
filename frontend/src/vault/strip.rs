//! Ways in one line, which on a phone may be wider than the screen. Browsers leave alone what is seen in part, so what has the
//! focus, or is where one is, is moved into the middle here.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The line; `node` is for whoever moves it.
pub fn strip(class: &'static str, label: &'static str, node: NodeRef<html::Nav>, ways: AnyView) -> AnyView {
    let focused = move |event: web_sys::FocusEvent| {
        let way = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        if let (Some(strip), Some(way)) = (node.get_untracked(), way) {
            bring(&strip, way);
        }
    };
    view! {
        <nav class=format!("strip {class}") node_ref=node aria-label=label on:focusin=focused>
            {ways}
        </nav>
    }
    .into_any()
}

/// Moves the line so far that `way` is seen whole.
pub fn bring(strip: &HtmlElement, way: Element) {
    if let Ok(way) = way.dyn_into::<HtmlElement>() {
        let room = (strip.client_width() - way.offset_width()) / 2;
        strip.set_scroll_left(way.offset_left() - strip.offset_left() - room);
    }
}
