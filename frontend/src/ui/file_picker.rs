//! Choosing a file: a native input under a button, and a place to drop one for those who drag.

use leptos::html;
use leptos::prelude::*;
use web_sys::{DragEvent, File};

/// Hands over each chosen file. Choosing the same file twice counts twice, so that a corrected file can be retried.
#[component]
pub fn FilePicker(
    /// Name of the field; also the element's id.
    id: &'static str,
    /// The words on the button.
    #[prop(into)]
    label: Signal<&'static str>,
    /// Which kinds and how large, said before the choice.
    #[prop(into)]
    hint: String,
    /// What the browser offers first: `application/pdf,.pdf`.
    accept: &'static str,
    /// Whether what was chosen is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Takes the file.
    on_file: Callback<(File,)>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let chosen = move |_| {
        let Some(input) = node.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_file.run((file,));
        }
        input.set_value("");
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            on_file.run((file,));
        }
    };
    let hint_id = format!("{id}-hint");
    let describes = hint_id.clone();
    view! {
        <div
            class="file-picker"
            class:over=move || over.get()
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <input
                class="unseen"
                type="file"
                id=id
                accept=accept
                node_ref=node
                aria-describedby=move || {
                    if error.with(Option::is_some) {
                        format!("{describes} {id}-error")
                    } else {
                        describes.clone()
                    }
                }
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change=chosen
            />
            <label class="btn quiet" for=id>{move || label.get()}</label>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
    .into_any()
}
