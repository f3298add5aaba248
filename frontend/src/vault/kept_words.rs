//! The words of a search, kept in this tab beside the mark that stands in the address; gone when the person signs out.

use crate::dom;
use crate::vault::asked::Words;

/// Where this tab keeps them.
const KEY: &str = "vault-words";

/// How many searches back and forward can reach.
const KEPT: usize = 20;

type Kept = Vec<(String, Words)>;

fn all() -> Kept {
    dom::session_storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .and_then(|text| crate::api::json::from_str(&text).ok())
        .unwrap_or_default()
}

/// The words beside a mark; none when they are forgotten.
pub fn find(mark: &str) -> Words {
    let found = all().into_iter().find(|(known, _)| known == mark);
    found.map(|(_, words)| words).unwrap_or_default()
}

/// Keeps words and gives their mark.
pub fn keep(words: &Words) -> String {
    if words.is_empty() {
        return String::new();
    }
    let mut kept = all();
    if let Some((mark, _)) = kept.iter().find(|(_, known)| known == words) {
        return mark.clone();
    }
    let mark: String = crate::api::client::new_key().chars().take(8).collect();
    kept.push((mark.clone(), words.clone()));
    let surplus = kept.len().saturating_sub(KEPT);
    kept.drain(..surplus);
    if let (Some(storage), Ok(text)) = (dom::session_storage(), serde_json::to_string(&kept)) {
        let _ = storage.set_item(KEY, &text);
    }
    mark
}
