//! Effects and changing views behind one type each. A closure has a type of its own, and what the framework builds
//! around it is built once per type: behind a box, it is built once in all. Worth a third of the module's size.

use leptos::prelude::*;
use std::sync::{Arc, Mutex};

/// Runs `run` now and whenever a signal that it reads changes.
pub fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

/// A view that is built anew whenever a signal that `build` reads changes.
pub fn dynamic<V: IntoAny + 'static>(mut build: impl FnMut() -> V + Send + 'static) -> AnyView {
    boxed(Arc::new(Mutex::new(move || build().into_any())))
}

fn boxed(build: Arc<Mutex<dyn FnMut() -> AnyView + Send>>) -> AnyView {
    build.into_any()
}

/// A view that is there while `condition` holds; built anew each time it begins to hold.
pub fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    build: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let condition: Box<dyn Fn() -> bool + Send + Sync> = Box::new(condition);
    let holds = Memo::new(move |_| condition());
    dynamic(move || if holds.get() { build() } else { ().into_any() })
}
