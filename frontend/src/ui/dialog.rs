//! A native modal dialog: the browser keeps the focus inside, closes on Escape and returns the focus.

use crate::react::{effect, when};
use crate::state::lang;
use leptos::html;
use leptos::prelude::*;
use motcua_shared::text;

/// Open while `open` is true; closing by any means sets it to false.
#[component]
pub fn Dialog(
    /// Its id, also the base of the title's id.
    id: &'static str,
    /// Its title.
    #[prop(into)]
    title: String,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is in it; built anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let lang = lang::current();
    let node = NodeRef::<html::Dialog>::new();
    effect(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let title_id = format!("{id}-title");
    view! {
        <dialog
            class="dialog"
            id=id
            node_ref=node
            aria-labelledby=title_id.clone()
            on:close=move |_| open.set(false)
        >
            <header>
                <h2 id=title_id.clone()>{title}</h2>
                <button type="button" class="btn-link" on:click=move |_| open.set(false)>
                    {text::ui::close(lang)}
                </button>
            </header>
            {when(move || open.get(), move || children())}
        </dialog>
    }
    .into_any()
}
