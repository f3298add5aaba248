//! The submit button of a form. While the form is being sent it keeps its place and focus, and takes no second press.

use leptos::prelude::*;

/// The one primary action of a page: the act in words, and in words while it runs ("Đang gửi…"). The page's submit
/// handler must ignore submits while `busy`.
pub fn submit_button(label: &'static str, busy_label: &'static str, busy: RwSignal<bool>) -> AnyView {
    submit("btn", label, busy_label, busy)
}

/// The same for a form that is not what the page is mainly for.
pub fn quiet_submit_button(label: &'static str, busy_label: &'static str, busy: RwSignal<bool>) -> AnyView {
    submit("btn quiet", label, busy_label, busy)
}

fn submit(
    class: &'static str,
    label: &'static str,
    busy_label: &'static str,
    busy: RwSignal<bool>,
) -> AnyView {
    view! {
        <button class=class type="submit" aria-disabled=move || busy.get().then_some("true")>
            {move || if busy.get() { busy_label } else { label }}
        </button>
    }
    .into_any()
}
