//! Where one is in a fixed order of pages: this step, how many, and what comes next.

use crate::state::lang;
use crate::ui::progress_bar;
use leptos::prelude::*;
use motcua_shared::text;

/// "Bước 3 trên 5 · tiếp theo: Nhận kết quả".
#[component]
pub fn Steps(
    /// From 1.
    step: u32,
    /// How many.
    of: u32,
    /// Name of the next step; empty on the last.
    #[prop(optional)]
    next: &'static str,
) -> impl IntoView {
    let lang = lang::current();
    let line = if next.is_empty() {
        text::ui::step(lang, of, step)
    } else {
        text::ui::step_with_next(lang, next, of, step)
    };
    let percent = step * 100 / of.max(1);
    view! {
        <div class="steps">
            <p>{line}</p>
            {progress_bar(percent, text::ui::step_bar(lang))}
        </div>
    }
    .into_any()
}
