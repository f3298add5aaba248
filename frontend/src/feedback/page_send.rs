//! The dialog on a page of its own: reached from a card of the list, and from "Lấy từ kho" while a dossier is filled in.

use crate::api::load;
use crate::feedback::on_paper::section;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::{empty, load_view, page_heading};
use leptos::prelude::*;
use motcua_shared::feedback::dto::PaperFeedback;
use motcua_shared::id::PaperId;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::dto::PaperView;

/// `/kho/:id/phan-anh`
pub fn page() -> AnyView {
    signed_in(send)
}

fn send() -> AnyView {
    let lang = lang::current();
    let typed = param("id");
    let id = Memo::new(move |_| typed.get().and_then(|text| PaperId::parse(&text)));
    let content = dynamic(move || match id.get() {
        Some(id) => of(id),
        None => empty(
            text::layout::not_found_title(lang),
            text::layout::not_found_hint(lang),
            (),
        ),
    });
    view! {
        {page_heading(text::feedback::dialog(lang))}
        {content}
    }
    .into_any()
}

fn of(id: PaperId) -> AnyView {
    let paper = load::<PaperView>(move || path::paper(id));
    let asked = load::<PaperFeedback>(move || path::paper_feedback(id));
    view! {
        <div class="narrow stack">
            {load_view(paper, paper_view)}
            {section(id, asked, RwSignal::new(true))}
        </div>
    }
    .into_any()
}

fn paper_view(paper: PaperView) -> AnyView {
    let lang = lang::current();
    let item = paper.item;
    let file = format!("{}?view=true", path::paper_file(item.id));
    let label = text::feedback::view_label(lang, &item.file_name);
    view! {
        <section class="card paper">
            <h2>
                <a href=format!("/kho/{}", item.id)>{item.name}</a>
            </h2>
            <p class="hint code">{item.code}</p>
            <p>{item.file_name}</p>
            <div class="actions">
                <a href=file target="_blank" rel="noopener" aria-label=label>
                    {text::feedback::view(lang)}
                </a>
                <a href="/kho/phan-anh">{text::feedback::list_all(lang)}</a>
            </div>
        </section>
    }
    .into_any()
}
