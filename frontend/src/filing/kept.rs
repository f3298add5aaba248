//! Choices that were made but not yet saved outlive a reload of the tab. Nothing personal is kept, and signing out
//! clears it.

use crate::dom;
use crate::filing::draft::Draft;
use crate::react::effect;
use leptos::prelude::*;

/// A field of `draft` that starts as the server has it, or as this tab last left it.
pub fn field(draft: Draft, name: &'static str, saved: String) -> RwSignal<String> {
    let key = key(draft, name);
    let kept = dom::session_storage().and_then(|storage| storage.get_item(&key).ok().flatten());
    let value = RwSignal::new(kept.unwrap_or_else(|| saved.clone()));
    effect(move || {
        let Some(storage) = dom::session_storage() else {
            return;
        };
        let _ = value.with(|value| {
            if *value == saved {
                storage.remove_item(&key)
            } else {
                storage.set_item(&key, value)
            }
        });
    });
    value
}

/// The server has it now.
pub fn forget(draft: Draft, names: &[&'static str]) {
    let Some(storage) = dom::session_storage() else {
        return;
    };
    for name in names {
        let _ = storage.remove_item(&key(draft, name));
    }
}

fn key(draft: Draft, name: &str) -> String {
    format!("draft:{}:{name}", draft.id)
}
