//! Help, in the same place on every page.

use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let lang = lang::current();
    let hours = text::layout::hours(
        lang,
        text::common::afternoon_hours(lang),
        text::common::morning_hours(lang),
    );
    view! {
        <footer class="foot">
            <div class="wide">
                <p>{text::layout::help(lang)}</p>
                <p>{hours}</p>
                <p><a href="/kiem-tra-chu-ky">{text::layout::check_signature(lang)}</a></p>
                <p><a href="/can-bo">{text::layout::for_officers(lang)}</a></p>
            </div>
        </footer>
    }
}
