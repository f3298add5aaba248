//! The words of a search, kept in this tab beside the mark that stands in the address; gone when the person signs out.

use crate::dom;
use crate::vault::asked::Words;
use serde::{Deserialize, Serialize};

/// Where this tab keeps them.
const KEY: &str = "vault-words";

/// How many searches back and forward can reach.
const KEPT: usize = 20;

#[derive(Serialize, Deserialize)]
struct Kept {
    mark: String,
    words: Words,
}

fn all() -> Vec<Kept> {
    dom::session_storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .and_then(|text| crate::api::json::from_str(&text).ok())
        .unwrap_or_default()
}

/// The words beside a mark; none when they are forgotten.
pub fn find(mark: &str) -> Words {
    let found = all().into_iter().find(|kept| kept.mark == mark);
    found.map(|kept| kept.words).unwrap_or_default()
}

/// Keeps words and gives their mark.
pub fn keep(words: &Words) -> String {
    if words.is_empty() {
        return String::new();
    }
    let mut kept = all();
    if let Some(known) = kept.iter().find(|known| known.words == *words) {
        return known.mark.clone();
    }
    let mark: String = crate::api::client::new_key().chars().take(8).collect();
    kept.push(Kept {
        mark: mark.clone(),
        words: words.clone(),
    });
    let surplus = kept.len().saturating_sub(KEPT);
    kept.drain(..surplus);
    if let (Some(storage), Ok(text)) = (dom::session_storage(), serde_json::to_string(&kept)) {
        let _ = storage.set_item(KEY, &text);
    }
    mark
}
