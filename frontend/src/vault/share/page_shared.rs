//! Every share of the vault in one place.

use super::{back, grants};
use crate::state::lang;
use crate::ui::page_heading;
use leptos::prelude::*;
use motcua_shared::text;

/// `/kho/chia-se`
pub fn page() -> AnyView {
    let lang = lang::current();
    view! {
        {back()}
        {page_heading(text::share::all_title(lang))}
        <p class="muted">{text::share::all_hint(lang)}</p>
        {grants::list(None, Callback::new(|()| ()))}
    }
    .into_any()
}
