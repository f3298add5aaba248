//! Photographs in HEIC where the browser does not decode them: handed to a worker (`heic_worker`) that is fetched for the
//! first of them and ends with each, because what wasm has once taken of the memory it keeps.

use crate::background::{Background, NoAnswer};
use crate::scan::header::NotTaken;
use crate::scan::picture::Fault;
use js_sys::{Array, ArrayBuffer, Function, Promise, Uint8ClampedArray};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ImageData};

/// Where trunk puts the script that starts the worker (`data-loader-shim` in index.html).
const SCRIPT: &str = "/heic-worker_loader.js";

/// How long a worker that is fetched is waited for: 90 kB on a weak line.
const START_MS: i32 = 30_000;

/// How long one picture may take. Twelve million dots are a second on a computer, ten on an old phone.
const LIMIT_MS: i32 = 90_000;

/// A photograph weighs a tenth; what is heavier is not read into memory.
const MAX_BYTES: f64 = 64_000_000.0;

/// Ends the wait for one picture.
#[derive(Clone, Default)]
pub struct Stop(Rc<Stopping>);

#[derive(Default)]
struct Stopping {
    stopped: Cell<bool>,
    wake: RefCell<Option<Function>>,
}

impl Stop {
    /// Ends it now, or before it begins.
    pub fn stop(&self) {
        self.0.stopped.set(true);
        if let Some(wake) = self.0.wake.take() {
            let _ = wake.call0(&JsValue::NULL);
        }
    }

    /// Whether it was ended.
    pub fn is_stopped(&self) -> bool {
        self.0.stopped.get()
    }

    fn promise(&self) -> Promise {
        Promise::new(&mut |resolve, _| match self.is_stopped() {
            true => {
                let _ = resolve.call0(&JsValue::NULL);
            }
            false => {
                self.0.wake.replace(Some(resolve));
            }
        })
    }
}

/// The dots of a picture, upright, no more than a page is made of.
pub async fn decode(file: &File, stop: &Stop) -> Result<ImageData, Fault> {
    if file.size() > MAX_BYTES {
        return Err(Fault::Heic);
    }
    let stopped = stop.promise();
    let worker = Background::start(SCRIPT, START_MS, Some(&stopped))
        .await
        .map_err(|_| Fault::NotLoaded)?;
    let bytes = JsFuture::from(file.array_buffer()).await;
    let bytes: ArrayBuffer = bytes
        .ok()
        .and_then(|bytes| bytes.dyn_into().ok())
        .ok_or(Fault::Damaged)?;
    let answer = worker
        .ask(&bytes, &Array::of1(&bytes), LIMIT_MS, Some(&stopped))
        .await;
    match answer.map(JsCast::dyn_into::<Array>) {
        Ok(Ok(answer)) => read(&answer),
        // It ran out of time or memory, or met something that nobody foresaw.
        Ok(Err(_)) | Err(NoAnswer::TimedOut | NoAnswer::Failed) => Err(Fault::Heic),
    }
}

fn read(answer: &Array) -> Result<ImageData, Fault> {
    let number = |at| answer.get(at).as_f64().unwrap_or_default() as u32;
    match answer.get(0).as_string().as_deref() {
        None => {
            let dots: Uint8ClampedArray = answer.get(2).dyn_into().map_err(|_| Fault::Damaged)?;
            ImageData::new_with_js_u8_clamped_array_and_sh(&dots, number(0), number(1))
                .map_err(|_| Fault::Damaged)
        }
        Some("too-large") => Err(Fault::Refused(NotTaken::TooLarge(number(1), number(2)))),
        Some("damaged") => Err(Fault::Damaged),
        Some(_) => Err(Fault::Heic),
    }
}
