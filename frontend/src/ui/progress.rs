//! How far something has come, as a bar and in words.

use leptos::prelude::*;

/// The bar. The words are the caller's, because they belong into its live region.
#[component]
pub fn Progress(
    /// 0 to 100.
    #[prop(into)]
    percent: Signal<u32>,
    /// What is moving.
    label: &'static str,
) -> impl IntoView {
    view! {
        <progress class="bar" max="100" aria-label=label value=move || percent.get().to_string()></progress>
    }
}
