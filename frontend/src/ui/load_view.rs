//! The four states of a page in one place: loading, failed, and content (which knows when it is empty).

use crate::api::{Load, Loader};
use crate::react::dynamic;
use crate::ui::{FailureBox, Skeleton};
use leptos::prelude::*;

/// Shows where `loader` stands.
pub fn load_view<T>(loader: Loader<T>, content: fn(T) -> AnyView) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let retry = Callback::new(move |()| loader.retry());
    dynamic(move || match loader.get() {
        Load::Loading => Skeleton().into_any(),
        Load::Failed(failure) => view! { <FailureBox failure=failure retry=retry /> }.into_any(),
        Load::Ready(value) => content(value),
    })
}
