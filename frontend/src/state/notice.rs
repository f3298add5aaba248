//! One sentence that the next page shows: "Đã thêm … vào kho". It outlives the page that wrote it and no longer. The next
//! page may belong to the other program of the site, so the tab keeps it on the way.

use crate::dom;
use leptos::prelude::*;

/// Where this tab keeps it.
const KEY: &str = "notice";

/// In context; written by the page that did something, shown by `ui::Notice`.
#[derive(Clone, Copy)]
pub struct NoticeState(RwSignal<Option<String>>);

/// Puts the notice into context that another program left, if there is one.
pub fn provide() {
    let storage = dom::session_storage();
    let left = storage.and_then(|storage| storage.get_item(KEY).ok().flatten());
    provide_context(NoticeState(RwSignal::new(left)));
}

/// The notice of this application.
pub fn current() -> NoticeState {
    use_context().unwrap_or_else(|| NoticeState(RwSignal::new(None)))
}

impl NoticeState {
    /// Leaves a sentence for the next page.
    pub fn leave(self, sentence: String) {
        if let Some(storage) = dom::session_storage() {
            let _ = storage.set_item(KEY, &sentence);
        }
        self.0.set(Some(sentence));
    }

    /// Takes the sentence, so that it shows once.
    pub fn take(self) -> Option<String> {
        let sentence = self.0.get_untracked();
        if sentence.is_some() {
            if let Some(storage) = dom::session_storage() {
                let _ = storage.remove_item(KEY);
            }
            self.0.set(None);
        }
        sentence
    }
}
