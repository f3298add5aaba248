//! How far something has come, as a bar and in words.

use leptos::prelude::*;

/// The bar, 0 to 100. The words are the caller's, because they belong into its live region.
pub fn progress_bar(percent: impl Into<Signal<u32>>, label: &'static str) -> AnyView {
    let percent = percent.into();
    view! {
        <progress class="bar" max="100" aria-label=label value=move || percent.get().to_string()></progress>
    }
    .into_any()
}
