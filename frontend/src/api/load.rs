//! Loading what a page shows: asked again when its address changes or the person wants it, given up when the page goes.

use crate::api::client::decode;
use crate::api::{Api, Failure};
use crate::react::effect;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;
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

/// An answer of whatever type. Signals and tasks that know it only as this are in the module once, not once per type.
type Answer = Arc<dyn Any + Send + Sync>;

/// A question to the server and its answer.
pub struct Loader<T: 'static> {
    state: RwSignal<Load<Answer>>,
    again: RwSignal<()>,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loader<T> {}

impl<T: Clone + Send + Sync + 'static> Loader<T> {
    /// Where it stands; tracks.
    pub fn get(self) -> Load<T> {
        match self.state.get() {
            Load::Loading => Load::Loading,
            Load::Failed(failure) => Load::Failed(failure),
            // Only `load` puts answers in, and only of this type.
            Load::Ready(answer) => match answer.downcast_ref::<T>() {
                Some(answer) => Load::Ready(answer.clone()),
                None => Load::Loading,
            },
        }
    }

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
    loader(Box::new(move || (path(), None)))
}

/// The same for a question that is no matter for an address: it is sent as a body.
pub fn search<T, B>(path: &'static str, question: impl Fn() -> B + 'static) -> Loader<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
    B: Serialize,
{
    search_at(path.to_owned(), question)
}

/// The same where the address is known at run time only.
pub fn search_at<T, B>(path: String, question: impl Fn() -> B + 'static) -> Loader<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
    B: Serialize,
{
    let body = move || serde_json::to_string(&question()).unwrap_or_default();
    loader(Box::new(move || (path.clone(), Some(body()))))
}

/// An address, and the body that is sent there if one is.
type Question = (String, Option<String>);

/// The same for a question that is sometimes the one and sometimes the other: an address, and the body if one is sent there.
pub fn ask<T>(question: impl Fn() -> (String, Option<String>) + 'static) -> Loader<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    loader(Box::new(question))
}

fn loader<T>(question: Box<dyn Fn() -> Question>) -> Loader<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let (state, again) = start(question, |text| {
        decode::<T>(text).map(|answer| Arc::new(answer) as Answer)
    });
    Loader {
        state,
        again,
        answer: PhantomData,
    }
}

fn start(
    question: Box<dyn Fn() -> Question>,
    read: fn(&str) -> Result<Answer, Failure>,
) -> (RwSignal<Load<Answer>>, RwSignal<()>) {
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
    effect(move || {
        again.track();
        let (path, body) = question();
        give_up();
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        running.set_value(controller);
        state.set(Load::Loading);
        spawn_local(async move {
            let answer = api.ask(&path, body, signal.as_ref()).await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            // The page may be gone: then there is nobody to tell.
            let _ = state.try_set(match answer.and_then(|text| read(&text)) {
                Ok(answer) => Load::Ready(answer),
                Err(failure) => Load::Failed(failure),
            });
        });
    });
    (state, again)
}
