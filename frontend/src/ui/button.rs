//! The submit button of a form. While the form is being sent it keeps its place and focus, and takes no second press.

use leptos::prelude::*;

/// The one primary action of a page. The page's submit handler must ignore submits while `busy`.
#[component]
pub fn Button(
    /// The act in words.
    label: &'static str,
    /// The act while it runs: "Đang gửi…".
    busy_label: &'static str,
    /// Whether it runs.
    #[prop(into)]
    busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <button class="btn" type="submit" aria-disabled=move || busy.get().then_some("true")>
            {move || if busy.get() { busy_label } else { label }}
        </button>
    }
}
