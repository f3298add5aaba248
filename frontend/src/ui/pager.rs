//! The neighbours of a page of a list, as links: they can be opened, shared and gone back to.

use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text;

/// Previous and next.
#[component]
pub fn Pager(
    /// Address of the page before; absent on the first.
    previous: Option<String>,
    /// Address of the next page; absent on the last.
    next: Option<String>,
    /// What stands at the left: the number of rows.
    children: Children,
) -> impl IntoView {
    let lang = lang::current();
    let link = |address: Option<String>, label: &'static str| {
        address.map(|address| view! { <a href=address class="btn quiet">{label}</a> })
    };
    view! {
        <nav class="pager" aria-label=text::ui::pages(lang)>
            <div>{children()}</div>
            <div class="row">
                {link(previous, text::ui::previous_page(lang))} {link(next, text::ui::next_page(lang))}
            </div>
        </nav>
    }
    .into_any()
}
