//! The decoder of HEIC photographs: a wasm module of its own, in a Web Worker, so that only those load it whose browser
//! does not decode them, and the page stays alive meanwhile. Takes the bytes of a file; answers width, height and dots,
//! or the name of a fault, with the size where that is the fault (`scan::heic` reads it).

#[path = "../beside.rs"]
mod beside;

use js_sys::{Array, Uint8ClampedArray};
use motcua_heic::{Fault, decode};
use wasm_bindgen::JsValue;

fn main() {
    // Not in a promise: see there.
    beside::serve(|scope, file| {
        let (message, along) = said(&file.to_vec());
        let _ = scope.post_message_with_transfer(&message, &along);
    });
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
