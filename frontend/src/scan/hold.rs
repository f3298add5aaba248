//! Which tab works on a scan, by the browser's locks. What is locked is neither offered to another tab nor let go.

use crate::api::upload::sleep;
use crate::dom;
use js_sys::{Function, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Says to other tabs that a scan is being worked on, until this goes.
pub type Hold = Rc<Held>;

/// Ends the lock when it goes.
pub struct Held(Option<Function>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// How often a place is asked for that a page has which is just going: reloading, the old page goes after the new one came.
const TRIES: usize = 5;

/// Nothing when another tab has it. A browser without locks lets everybody.
pub async fn take(name: &str) -> Option<Hold> {
    for attempt in 0..TRIES {
        if attempt > 0 {
            sleep(100).await;
        }
        if let Some(held) = take_now(name).await {
            return Some(held);
        }
    }
    None
}

/// The same without waiting for anybody.
pub async fn take_now(name: &str) -> Option<Hold> {
    let Some((locks, request)) = locks() else {
        return Some(Rc::new(Held(None)));
    };
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
    let answer = Promise::new(&mut |resolve, _| {
        let told = resolve.clone();
        let given = Closure::once_into_js(move |lock: JsValue| {
            let mut release = JsValue::NULL;
            let until = Promise::new(&mut |done, _| release = done.into());
            let (told_of, until) = match lock.is_null() {
                true => (JsValue::NULL, JsValue::NULL),
                false => (release, until.into()),
            };
            let _ = told.call1(&JsValue::NULL, &told_of);
            until
        });
        if request.call3(&locks, &name.into(), &options, &given).is_err() {
            let _ = resolve.call1(&JsValue::NULL, &JsValue::NULL);
        }
    });
    let release = JsFuture::from(answer).await.ok()?.dyn_into::<Function>().ok()?;
    Some(Rc::new(Held(Some(release))))
}

fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&dom::window()?.navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
