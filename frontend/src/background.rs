//! Programs beside the page: a wasm module in a Web Worker, fetched when it is needed and not before. It says that it is
//! ready, then answers each message with one.

use crate::api::upload::sleep;
use js_sys::{Array, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// It took too long, or was not waited for any more.
    TimedOut,
    /// The program could not be started, or broke.
    Failed,
}

/// A program that runs; it ends when this is dropped.
pub struct Background(Worker);

impl Drop for Background {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

impl Background {
    /// Starts the program behind the script that trunk puts there (`data-loader-shim` in index.html). `stop`: as in `ask`.
    pub async fn start(script: &str, limit_ms: i32, stop: Option<&Promise>) -> Result<Self, NoAnswer> {
        let program = Self(Worker::new(script).map_err(|_| NoAnswer::Failed)?);
        // Its first message says that it can take one; what is posted earlier would be lost.
        program.next_message(|| true, limit_ms, stop).await?;
        Ok(program)
    }

    /// Hands over a message with what goes along in it and is not copied, and waits for the answer, an error, the end of
    /// patience, or `stop`. Who got none has a program in an unknown state and drops it.
    pub async fn ask(
        &self,
        message: &JsValue,
        along: &Array,
        limit_ms: i32,
        stop: Option<&Promise>,
    ) -> Result<JsValue, NoAnswer> {
        let send = || self.0.post_message_with_transfer(message, along).is_ok();
        self.next_message(send, limit_ms, stop).await
    }

    async fn next_message(
        &self,
        send: impl FnOnce() -> bool,
        limit_ms: i32,
        stop: Option<&Promise>,
    ) -> Result<JsValue, NoAnswer> {
        let answer = Rc::new(RefCell::new(Err(NoAnswer::TimedOut)));
        let mut on_message = None;
        let mut on_error = None;
        let heard = Promise::new(&mut |resolve, _| {
            let (slot, done) = (answer.clone(), resolve.clone());
            on_message = Some(Closure::<dyn FnMut(MessageEvent)>::new(
                move |event: MessageEvent| {
                    *slot.borrow_mut() = Ok(event.data());
                    let _ = done.call0(&JsValue::NULL);
                },
            ));
            let slot = answer.clone();
            on_error = Some(Closure::<dyn FnMut(JsValue)>::new(move |_| {
                *slot.borrow_mut() = Err(NoAnswer::Failed);
                let _ = resolve.call0(&JsValue::NULL);
            }));
        });
        self.0.set_onmessage(
            on_message
                .as_ref()
                .map(|closure| closure.as_ref().unchecked_ref()),
        );
        self.0
            .set_onerror(on_error.as_ref().map(|closure| closure.as_ref().unchecked_ref()));
        if !send() {
            return Err(NoAnswer::Failed);
        }
        let limit = wasm_bindgen_futures::future_to_promise(async move {
            sleep(limit_ms).await;
            Ok(JsValue::NULL)
        });
        let ends = Array::of2(&heard, &limit);
        if let Some(stop) = stop {
            ends.push(stop);
        }
        let _ = JsFuture::from(Promise::race(&ends)).await;
        self.0.set_onmessage(None);
        self.0.set_onerror(None);
        answer.replace(Err(NoAnswer::TimedOut))
    }
}
