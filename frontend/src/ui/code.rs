//! A code in groups that the eye can follow, with a button that copies the code itself.

use crate::dom;
use crate::format;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Shows `code` and copies it unbroken. What is selected by hand is unbroken, too: the gaps are style.
pub fn copyable_code(code: String) -> AnyView {
    let lang = lang::current();
    let groups = format::code_groups(&code)
        .into_iter()
        .map(|group| view! { <span>{group.to_owned()}</span> })
        .collect_view();
    // Browsers offer the clipboard only on secure pages.
    let clipboard = dom::window().filter(|window| window.is_secure_context());
    let copied = RwSignal::new(false);
    let label = text::ui::copy_code(lang, &code);
    let copy_button = clipboard.map(|window| {
        let window = StoredValue::new_local(window);
        let copy = move |_| {
            let clipboard = window.with_value(|window| window.navigator().clipboard());
            let writing = clipboard.write_text(&code);
            spawn_local(async move {
                if wasm_bindgen_futures::JsFuture::from(writing).await.is_ok() {
                    let _ = copied.try_set(true);
                }
            });
        };
        view! {
            <button type="button" class="btn-link copy" aria-label=label on:click=copy>
                {text::ui::copy(lang)}
            </button>
            <span role="status" class="hint copy">
                {move || copied.get().then(|| text::ui::copied(lang))}
            </span>
        }
    });
    view! { <span class="code">{groups}</span> {copy_button} }.into_any()
}
