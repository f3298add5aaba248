//! Loading what a page shows: asked again when its address changes or the person wants it, given up when the page goes.

use crate::api::{Api, Failure};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

/// Where a question to the server stands.
#[derive(Debug, Clone)]
pub enum Load<T> {
    /// No answer yet.
    Loading,
    /// No, and why.
    Failed(Failure),
    /// The answer.
    Ready(T),
}

/// A question to the server and its answer.
pub struct Loader<T: 'static> {
    /// Where it stands.
    pub state: RwSignal<Load<T>>,
    again: RwSignal<()>,
}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loader<T> {}

impl<T: Send + Sync + 'static> Loader<T> {
    /// Asks again.
    pub fn retry(self) {
        self.again.set(());
    }
}

/// Asks for `path()`, and again whenever a signal that it reads changes; the older question is given up.
pub fn load<T>(path: impl Fn() -> String + 'static) -> Loader<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let api = Api::current();
    let state = RwSignal::new(Load::Loading);
    let again = RwSignal::new(());
    let running = StoredValue::new_local(None::<AbortController>);
    let give_up = move || {
        running.try_update_value(|running| {
            if let Some(controller) = running.take() {
                controller.abort();
            }
        });
    };
    on_cleanup(give_up);
    Effect::new(move || {
        again.track();
        let path = path();
        give_up();
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        running.set_value(controller);
        state.set(Load::Loading);
        spawn_local(async move {
            let answer = api.get::<T>(&path, signal.as_ref()).await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            // The page may be gone: then there is nobody to tell.
            let _ = state.try_set(match answer {
                Ok(value) => Load::Ready(value),
                Err(failure) => Load::Failed(failure),
            });
        });
    });
    Loader { state, again }
}
