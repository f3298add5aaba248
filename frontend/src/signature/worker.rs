//! The signature checker: a wasm module of its own, in a Web Worker, so that the site stays small and a large file never
//! holds up the page. Takes the bytes of a file, answers its `StructureReport` as JSON.

use motcua_shared::signature::check_structure;
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
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
            // A report always serialises; should it not, the page's time limit speaks.
            if let Ok(json) = serde_json::to_string(&check_structure(&bytes)) {
                let _ = scope.post_message(&JsValue::from_str(&json));
            }
        })
    };
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
    let _ = scope.post_message(&JsValue::from_str(READY));
}
