//! Hands files to the signature worker. The worker is fetched when the first file is chosen, not before.

use crate::background::{Background, NoAnswer};
use js_sys::{Array, ArrayBuffer};
use motcua_shared::signature::dto::LocalReport;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Where trunk puts the script that starts the worker (`data-loader-shim` in index.html).
const SCRIPT: &str = "/signature-worker_loader.js";

/// A check that takes longer is given up: the server checks anyway.
const LIMIT_MS: i32 = 60_000;

thread_local! {
    /// The worker, once it is ready. Files are checked one after the other.
    static WORKER: RefCell<Option<Background>> = const { RefCell::new(None) };
}

/// Why there is no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReport {
    /// It took too long.
    TimedOut,
    /// The worker could not be started, or broke.
    Failed,
}

impl From<NoAnswer> for NoReport {
    fn from(why: NoAnswer) -> Self {
        match why {
            NoAnswer::TimedOut => Self::TimedOut,
            NoAnswer::Failed => Self::Failed,
        }
    }
}

/// Checks a file without holding up the page: the bytes are read by the browser and handed over, not copied.
pub async fn check(file: &Blob) -> Result<LocalReport, NoReport> {
    let worker = match WORKER.take() {
        Some(worker) => worker,
        None => Background::start(SCRIPT, LIMIT_MS, None).await?,
    };
    let bytes: ArrayBuffer = JsFuture::from(file.array_buffer())
        .await
        .ok()
        .and_then(|bytes| bytes.dyn_into().ok())
        .ok_or(NoReport::Failed)?;
    let answer = worker.ask(&bytes, &Array::of1(&bytes), LIMIT_MS, None).await?;
    WORKER.replace(Some(worker));
    let json = answer.as_string().ok_or(NoReport::Failed)?;
    crate::api::json::from_str(&json).map_err(|_| NoReport::Failed)
}
