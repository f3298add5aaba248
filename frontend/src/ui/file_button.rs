//! A button that asks for one file: a native input under a label. For places with several such buttons side by side;
//! where a file is the whole page, see `file_picker`.

use leptos::html;
use leptos::prelude::*;
use web_sys::File;

/// Hands over each chosen file. Choosing the same file twice counts twice.
#[component]
pub fn FileButton(
    /// Id of the input.
    id: String,
    /// The words on the button.
    label: &'static str,
    /// What the file is for, added for those who hear the page.
    #[prop(into)]
    context: String,
    /// What the browser offers first.
    accept: &'static str,
    /// Takes the file.
    on_file: Callback<(File,)>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(input) = node.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_file.run((file,));
        }
        input.set_value("");
    };
    view! {
        <span class="file-button">
            <input
                class="unseen"
                type="file"
                id=id.clone()
                accept=accept
                node_ref=node
                on:change=chosen
            />
            <label class="btn quiet" for=id>
                {label}
                <span class="unseen">" – " {context}</span>
            </label>
        </span>
    }
    .into_any()
}
