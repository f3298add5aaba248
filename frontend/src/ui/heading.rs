//! The heading of a page: names the browser's tab and takes the focus when the person comes from another page, so
//! that those who hear the page know where they are.

use crate::dom;
use crate::react::effect;
use crate::state::lang;
use leptos::html;
use leptos::prelude::*;
use motcua_shared::text;
use std::cell::Cell;

thread_local! {
    /// The first page of a visit leaves the focus where the browser put it. One of another program of this site is not.
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// The `h1`: what the page is for.
pub fn page_heading(title: impl Into<String>) -> AnyView {
    heading(title.into())
}

fn heading(title: String) -> AnyView {
    let node = NodeRef::<html::H1>::new();
    let tab = format!("{title} · {}", text::common::portal_name(lang::current()));
    effect(move || {
        let Some(heading) = node.get() else { return };
        if let Some(document) = dom::document() {
            document.set_title(&tab);
        }
        if !FIRST.replace(false) || dom::was_led_here() {
            let _ = heading.focus();
        }
    });
    view! { <h1 tabindex="-1" node_ref=node>{title}</h1> }.into_any()
}
