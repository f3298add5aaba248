//! Choosing a file: a native input under a button, and a place to drop one for those who drag.

use leptos::html;
use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList};

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
    /// Takes several that are chosen at once, where that is possible.
    #[prop(optional_no_strip)]
    on_files: Option<Callback<(Vec<File>,)>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let hand_over = move |files: Option<FileList>| {
        let Some(files) = files else { return };
        match (on_files, files.length()) {
            (Some(on_files), 2..) => {
                on_files.run(((0..files.length()).filter_map(|place| files.get(place)).collect(),))
            }
            _ => {
                if let Some(file) = files.get(0) {
                    on_file.run((file,));
                }
            }
        }
    };
    let chosen = move |_| {
        let Some(input) = node.get_untracked() else { return };
        hand_over(input.files());
        input.set_value("");
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        hand_over(event.data_transfer().and_then(|data| data.files()));
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
                multiple=on_files.is_some()
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
