//! Hands files to the signature worker. The worker is fetched when the first file is chosen, not before.

use crate::api::upload::sleep;
use js_sys::{ArrayBuffer, Promise};
use motcua_shared::signature::dto::LocalReport;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageEvent, Worker};

/// Where trunk puts the script that starts the worker (`data-loader-shim` in index.html).
const SCRIPT: &str = "/signature-worker_loader.js";

/// A check that takes longer is given up: the server checks anyway.
const LIMIT_MS: i32 = 60_000;

thread_local! {
    /// The worker, once it is ready. Files are checked one after the other.
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Why there is no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReport {
    /// It took too long.
    TimedOut,
    /// The worker could not be started, or broke.
    Failed,
}

/// Checks a file without holding up the page: the bytes are read by the browser and handed over, not copied.
pub async fn check(file: &Blob) -> Result<LocalReport, NoReport> {
    let worker = match WORKER.take() {
        Some(worker) => worker,
        None => start().await?,
    };
    let bytes: ArrayBuffer = JsFuture::from(file.array_buffer())
        .await
        .ok()
        .and_then(|bytes| bytes.dyn_into().ok())
        .ok_or(NoReport::Failed)?;
    let transfer = js_sys::Array::of1(&bytes);
    let answer = next_message(&worker, || {
        worker.post_message_with_transfer(&bytes, &transfer).is_ok()
    })
    .await;
    match answer {
        Ok(json) => {
            if let Some(other) = WORKER.replace(Some(worker)) {
                other.terminate();
            }
            crate::api::json::from_str(&json).map_err(|_| NoReport::Failed)
        }
        Err(why) => {
            worker.terminate();
            Err(why)
        }
    }
}

async fn start() -> Result<Worker, NoReport> {
    let worker = Worker::new(SCRIPT).map_err(|_| NoReport::Failed)?;
    // Its first message says that it can take a file; what is posted earlier would be lost.
    match next_message(&worker, || true).await {
        Ok(_) => Ok(worker),
        Err(why) => {
            worker.terminate();
            Err(why)
        }
    }
}

/// Runs `send` and waits for the next message, an error, or the end of patience.
async fn next_message(worker: &Worker, send: impl FnOnce() -> bool) -> Result<String, NoReport> {
    let answer = Rc::new(RefCell::new(Err(NoReport::TimedOut)));
    let mut on_message = None;
    let mut on_error = None;
    let heard = Promise::new(&mut |resolve, _| {
        let (slot, done) = (answer.clone(), resolve.clone());
        on_message = Some(Closure::<dyn FnMut(MessageEvent)>::new(
            move |event: MessageEvent| {
                *slot.borrow_mut() = event.data().as_string().ok_or(NoReport::Failed);
                let _ = done.call0(&JsValue::NULL);
            },
        ));
        let slot = answer.clone();
        on_error = Some(Closure::<dyn FnMut(JsValue)>::new(move |_| {
            *slot.borrow_mut() = Err(NoReport::Failed);
            let _ = resolve.call0(&JsValue::NULL);
        }));
    });
    worker.set_onmessage(
        on_message
            .as_ref()
            .map(|closure| closure.as_ref().unchecked_ref()),
    );
    worker.set_onerror(on_error.as_ref().map(|closure| closure.as_ref().unchecked_ref()));
    if !send() {
        return Err(NoReport::Failed);
    }
    let limit = wasm_bindgen_futures::future_to_promise(async {
        sleep(LIMIT_MS).await;
        Ok(JsValue::NULL)
    });
    let _ = JsFuture::from(Promise::race(&js_sys::Array::of2(&heard, &limit))).await;
    worker.set_onmessage(None);
    worker.set_onerror(None);
    answer.replace(Err(NoReport::TimedOut))
}
