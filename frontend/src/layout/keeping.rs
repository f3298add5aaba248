//! The way between the pages of what administrators keep.

use crate::state::lang;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use motcua_shared::text;

/// "Thủ tục", "Giấy tờ", "Đơn vị", "Lịch làm việc", "Tin tức"; the one that the page belongs to is marked.
pub fn keeping_tabs() -> AnyView {
    let lang = lang::current();
    let path = use_location().pathname;
    let tab = |href: &'static str, name: &'static str, is_exact: bool| {
        let current = move || {
            path.with(|path| match path.strip_prefix(href) {
                Some("") => Some("page"),
                // "thu-tuc/…", "thu-tuc-moi".
                Some(rest) if !is_exact && rest.starts_with(['/', '-']) => Some("true"),
                _ => None,
            })
        };
        view! { <a href=href aria-current=current>{name}</a> }.into_any()
    };
    view! {
        <nav class="tabs gap-below" aria-label=text::keeping::tabs(lang)>
            {tab("/can-bo/danh-muc/thu-tuc", text::keeping::tab_procedures(lang), false)}
            {tab("/can-bo/danh-muc", text::keeping::tab_papers(lang), true)}
            {tab("/can-bo/danh-muc/don-vi", text::keeping::tab_units(lang), false)}
            {tab("/can-bo/danh-muc/lich", text::keeping::tab_calendar(lang), false)}
            {tab("/can-bo/danh-muc/tin-tuc", text::news::title(lang), false)}
        </nav>
    }
    .into_any()
}
