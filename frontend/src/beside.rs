//! How a program beside the page begins; `background` is the page's end of it. Each worker takes this file in by its path:
//! the library of the site would make it heavier.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What the worker says once it can take a file.
const READY: &str = "ready";

/// Answers each file that the page hands over. Whatever `answer` does not put into a promise reaches the page as an error
/// of the worker, at once, when it breaks.
pub fn serve(answer: impl Fn(DedicatedWorkerGlobalScope, Uint8Array) + 'static) {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let hear = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
                answer(scope.clone(), Uint8Array::new(&buffer));
            }
        })
    };
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    let _ = scope.post_message(&JsValue::from_str(READY));
}
