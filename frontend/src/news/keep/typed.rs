//! What is typed of an article, kept in this tab so that a reload loses nothing; gone when the person signs out.

use crate::api::json;
use crate::dom;
use motcua_shared::id::ArticleId;
use motcua_shared::news::dto::{ArticleKind, ArticleText};
use serde::{Deserialize, Serialize};

/// What was typed, over which version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    /// The version that was seen; none of what is new.
    pub version: u32,
    /// The words.
    pub text: ArticleText,
}

/// Under what it is kept.
pub fn key(id: Option<ArticleId>, kind: ArticleKind) -> String {
    match (id, kind) {
        (Some(id), _) => format!("tin-tuc.{id}"),
        (None, ArticleKind::News) => "tin-tuc.moi".to_owned(),
        (None, ArticleKind::Introduction) => "tin-tuc.gioi-thieu".to_owned(),
    }
}

/// What was typed before the page was loaded.
pub fn find(key: &str) -> Option<Typed> {
    let text = dom::session_storage()?.get_item(key).ok()??;
    json::from_str(&text).ok()
}

/// Keeps it.
pub fn keep(key: &str, typed: &Typed) {
    if let (Some(storage), Ok(text)) = (dom::session_storage(), serde_json::to_string(typed)) {
        let _ = storage.set_item(key, &text);
    }
}

/// Lets it go: it is saved, or nobody wants it.
pub fn forget(key: &str) {
    if let Some(storage) = dom::session_storage() {
        let _ = storage.remove_item(key);
    }
}
