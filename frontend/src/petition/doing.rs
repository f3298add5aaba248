//! One form of a page and what it asks of the server: the answer takes the place of what the page shows.

use super::kept;
use crate::api::Api;
use crate::state::lang;
use crate::ui::FormErrors;
use leptos::prelude::*;
use motcua_shared::text::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;

/// A form; a copy may move into handlers.
pub struct Doing<T: 'static> {
    api: Api,
    /// The language.
    pub lang: Lang,
    /// What the page shows.
    pub now: RwSignal<T>,
    /// What is wrong with the form.
    pub errors: FormErrors,
    /// Whether something is on its way.
    pub busy: RwSignal<bool>,
    /// What the ids of its fields begin with, so that those of two forms differ.
    prefix: &'static str,
}

impl<T> Clone for Doing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Doing<T> {}

impl<T: DeserializeOwned + Send + Sync + 'static> Doing<T> {
    /// A form over what the page shows.
    pub fn new(now: RwSignal<T>, prefix: &'static str) -> Self {
        Self {
            api: Api::current(),
            lang: lang::current(),
            now,
            errors: FormErrors::new(),
            busy: RwSignal::new(false),
            prefix,
        }
    }

    /// The id of a field.
    pub fn id(self, field: &str) -> String {
        match self.prefix {
            "" => field.to_owned(),
            prefix => format!("{prefix}-{field}"),
        }
    }

    /// Whether the form may be sent now. What was wrong before is forgotten.
    pub fn begins(self, event: &web_sys::SubmitEvent) -> bool {
        event.prevent_default();
        let is_free = !self.busy.get_untracked();
        if is_free {
            self.errors.clear();
        }
        is_free
    }

    /// Says what is missing in a field.
    pub fn misses(self, field: &str, sentence: &str) {
        self.errors.mark(&self.id(field), sentence.to_owned());
        self.errors.show();
    }

    /// Asks, shows the answer, and lets go what was kept of the form.
    pub fn send(self, address: String, request: impl Serialize + 'static, names: Vec<String>) {
        self.busy.set(true);
        spawn_local(async move {
            let answer: Result<T, _> = self.api.post(&address, &request, None).await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(view) => {
                    // First the page, whose fields would keep what they hold once more.
                    let _ = self.now.try_set(view);
                    names.iter().for_each(|name| kept::forget(name));
                }
                Err(failure) => self
                    .errors
                    .show_failure(&failure, self.lang, |field| self.id(field)),
            }
        });
    }
}
