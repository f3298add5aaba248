//! Help, in the same place on every page.

use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let lang = lang::current();
    view! {
        <footer class="foot">
            <div class="wide">
                <p>{text::layout::help(lang)}</p>
                <p>{text::layout::hours(lang)}</p>
                <p><a href="/kiem-tra-chu-ky">{text::layout::check_signature(lang)}</a></p>
                <p><a href="/can-bo">{text::layout::for_officers(lang)}</a></p>
            </div>
        </footer>
    }
}
