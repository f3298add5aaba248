//! The words of a search, kept in this tab beside the mark that stands in the address; gone when the person signs out.

use crate::dom;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// How many searches back and forward can reach.
const KEPT: usize = 20;

#[derive(Serialize, Deserialize)]
struct Kept<W> {
    mark: String,
    words: W,
}

fn all<W: DeserializeOwned>(key: &str) -> Vec<Kept<W>> {
    dom::session_storage()
        .and_then(|storage| storage.get_item(key).ok().flatten())
        .and_then(|text| crate::api::json::from_str(&text).ok())
        .unwrap_or_default()
}

/// The words beside a mark, of the searches under `key`; none when they are forgotten.
pub fn find<W: DeserializeOwned + Default>(key: &str, mark: &str) -> W {
    let found = all::<W>(key).into_iter().find(|kept| kept.mark == mark);
    found.map(|kept| kept.words).unwrap_or_default()
}

/// Keeps words and gives their mark.
pub fn keep<W: Serialize + DeserializeOwned + Clone + PartialEq>(key: &str, words: &W) -> String {
    let mut kept = all::<W>(key);
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
        let _ = storage.set_item(key, &text);
    }
    mark
}
