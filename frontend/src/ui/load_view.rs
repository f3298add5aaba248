//! The four states of a page in one place: loading, failed, and content (which knows when it is empty).

use crate::api::{Load, Loader};
use crate::ui::{FailureBox, Skeleton};
use leptos::prelude::*;

/// Shows where `loader` stands.
#[component]
pub fn LoadView<T>(
    /// The question.
    loader: Loader<T>,
    /// The answer on screen.
    content: fn(T) -> AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let retry = Callback::new(move |()| loader.retry());
    move || match loader.state.get() {
        Load::Loading => Skeleton().into_any(),
        Load::Failed(failure) => view! { <FailureBox failure=failure retry=retry /> }.into_any(),
        Load::Ready(value) => content(value),
    }
}
