//! The four states of a page in one place: loading, failed, and content (which knows when it is empty).

use crate::api::{Load, Loader};
use crate::react::dynamic;
use crate::ui::{failure_box, skeleton};
use leptos::prelude::*;

/// Shows where `loader` stands.
pub fn load_view<T>(loader: Loader<T>, content: fn(T) -> AnyView) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let retry = Callback::new(move |()| loader.retry());
    dynamic(move || match loader.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(value) => content(value),
    })
}
