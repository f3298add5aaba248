//! The language of the screen. A page reads it once: switching builds the page anew, which is simpler and smaller
//! than making every sentence a signal.

use crate::dom;
use leptos::prelude::*;
use motcua_shared::text::Lang;

const KEY: &str = "lang";

/// The chosen language as a signal; in context under this type.
#[derive(Clone, Copy)]
pub struct LangState(pub RwSignal<Lang>);

/// Reads the kept choice and puts it into context.
pub fn provide() -> LangState {
    let kept = dom::local_storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .map_or(Lang::Vi, |tag| Lang::from_accept_language(&tag));
    let state = LangState(RwSignal::new(kept));
    mark(kept);
    provide_context(state);
    state
}

/// The language at the moment; for event handlers, read it while the component is built.
pub fn current() -> Lang {
    use_context::<LangState>().map_or(Lang::Vi, |state| state.0.get_untracked())
}

impl LangState {
    /// Switches to the other language and keeps the choice on this device.
    pub fn switch(self) {
        let next = match self.0.get_untracked() {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        };
        if let Some(storage) = dom::local_storage() {
            let _ = storage.set_item(KEY, next.tag());
        }
        mark(next);
        self.0.set(next);
    }
}

/// Screen readers pronounce by this attribute.
fn mark(lang: Lang) {
    if let Some(root) = dom::document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", lang.tag());
    }
}
