//! One sentence that the next page shows: "Đã thêm … vào kho". It outlives the page that wrote it and no longer.

use leptos::prelude::*;

/// In context; written by the page that did something, shown by `ui::Notice`.
#[derive(Clone, Copy)]
pub struct NoticeState(RwSignal<Option<String>>);

/// Puts an empty notice into context.
pub fn provide() {
    provide_context(NoticeState(RwSignal::new(None)));
}

/// The notice of this application.
pub fn current() -> NoticeState {
    use_context().unwrap_or_else(|| NoticeState(RwSignal::new(None)))
}

impl NoticeState {
    /// Leaves a sentence for the next page.
    pub fn leave(self, sentence: String) {
        self.0.set(Some(sentence));
    }

    /// Takes the sentence, so that it shows once.
    pub fn take(self) -> Option<String> {
        let sentence = self.0.get_untracked();
        if sentence.is_some() {
            self.0.set(None);
        }
        sentence
    }
}
