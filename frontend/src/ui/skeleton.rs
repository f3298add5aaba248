//! Where content will be. Grey lines for the eye, one word for the ear.

use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;

/// A card of grey lines.
pub fn skeleton() -> AnyView {
    view! {
        <div class="card skeleton" role="status" aria-label=text::ui::loading(lang::current())>
            <span></span>
            <span></span>
            <span></span>
            <span></span>
            <span></span>
        </div>
    }
    .into_any()
}
