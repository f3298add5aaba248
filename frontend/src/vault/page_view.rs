//! A paper itself, with what the server found out about its signatures beside it, or below on a phone.

use crate::api::load;
use crate::dom;
use crate::layout::signed_in;
use crate::route::param;
use crate::state::lang;
use crate::ui::pdf_view::{Shown, pdf_view};
use crate::ui::{load_view, page_heading};
use crate::vault::page_paper;
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::dto::PaperView;

/// Width of the window from which the report is open at first.
const WIDE: f64 = 1000.0;

/// `/kho/:id/xem`
pub fn page() -> AnyView {
    signed_in(paper)
}

fn paper() -> AnyView {
    let id = param("id");
    let paper = load::<PaperView>(move || {
        let id = id.get().unwrap_or_default();
        format!("{}/{}", path::PAPERS, dom::encode(&id))
    });
    load_view(paper, content)
}

fn content(paper: PaperView) -> AnyView {
    let lang = lang::current();
    let item = &paper.item;
    let file = path::paper_file(item.id);
    let shown = Shown {
        address: format!("{file}?view=true"),
        download: file,
        name: item.file_name.clone(),
    };
    let width = dom::window().and_then(|window| window.inner_width().ok()?.as_f64());
    let is_wide = width.is_some_and(|width| width >= WIDE);
    view! {
        <a href=format!("/kho/{}", item.id) class="back">
            "‹ "
            {text::viewer::back(lang)}
        </a>
        {page_heading(item.name.clone())}
        <div class="paper-view">
            {pdf_view(shown)}
            <details class="card" open=is_wide>
                <summary>
                    <h2>{text::viewer::report(lang)}</h2>
                </summary>
                {page_paper::findings(&paper, lang)}
            </details>
        </div>
    }
    .into_any()
}
