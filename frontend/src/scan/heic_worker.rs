//! The decoder of HEIC photographs: a wasm module of its own, in a Web Worker, so that only those load it whose browser
//! does not decode them, and the page stays alive meanwhile. Takes the bytes of a file; answers width, height and dots,
//! or the name of a fault, with the size where that is the fault (`scan::heic` reads it).

use js_sys::{Array, ArrayBuffer, Uint8Array, Uint8ClampedArray};
use motcua_heic::{Fault, decode};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What the worker says once it can take a file.
const READY: &str = "ready";

fn main() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let answer = {
        let scope = scope.clone();
        // Not in a promise: what breaks here shall reach the page as an error of the worker, at once.
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() else {
                return;
            };
            let file = Uint8Array::new(&buffer).to_vec();
            let (message, along) = said(&file);
            let _ = scope.post_message_with_transfer(&message, &along);
        })
    };
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
    let _ = scope.post_message(&JsValue::from_str(READY));
}

/// The answer, and what of it is handed over without a copy.
fn said(file: &[u8]) -> (JsValue, Array) {
    let fault = |name: &str| (Array::of1(&name.into()).into(), Array::new());
    match decode(file) {
        Ok(dots) => {
            let bytes = Uint8ClampedArray::from(dots.rgba.as_slice());
            let along = Array::of1(&bytes.buffer());
            let message = Array::of3(&dots.width.into(), &dots.height.into(), &bytes);
            (message.into(), along)
        }
        Err(Fault::Unsupported) => fault("unsupported"),
        Err(Fault::Damaged) => fault("damaged"),
        Err(Fault::TooLarge(width, height)) => {
            let message = Array::of3(&"too-large".into(), &width.into(), &height.into());
            (message.into(), Array::new())
        }
    }
}
