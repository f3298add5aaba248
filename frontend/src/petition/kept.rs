//! What is typed about petitions, kept in this tab so that a reload loses nothing; gone when the person signs out.

use crate::api::json;
use crate::dom;
use crate::react::effect;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What was kept under a name.
pub fn find<T: DeserializeOwned>(name: &str) -> Option<T> {
    let text = dom::session_storage()?.get_item(&key(name)).ok()??;
    json::from_str(&text).ok()
}

/// Keeps it.
pub fn keep(name: &str, typed: &impl Serialize) {
    if let (Some(storage), Ok(text)) = (dom::session_storage(), serde_json::to_string(typed)) {
        let _ = storage.set_item(&key(name), &text);
    }
}

/// Lets it go: it is sent, or nobody wants it.
pub fn forget(name: &str) {
    if let Some(storage) = dom::session_storage() {
        let _ = storage.remove_item(&key(name));
    }
}

/// A field that keeps what is typed into it, and what it begins with where nothing was.
pub fn field(name: String, begin: &str) -> RwSignal<String> {
    let value = RwSignal::new(find(&name).unwrap_or_else(|| begin.to_owned()));
    let begin = begin.to_owned();
    effect(move || {
        value.with(|typed| match *typed == begin {
            true => forget(&name),
            false => keep(&name, typed),
        });
    });
    value
}

fn key(name: &str) -> String {
    format!("kien-nghi.{name}")
}
