//! A published answer.

use crate::api::{Load, load};
use crate::dom;
use crate::format;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::{empty, failure_box, page_heading, skeleton};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::petition::dto::AnswerView;
use motcua_shared::text::petition as text;

/// `/phan-anh/:code`
pub fn page() -> AnyView {
    let lang = lang::current();
    let code = param("code");
    let found =
        load::<AnswerView>(move || path::published_answer(&dom::encode(&code.get().unwrap_or_default())));
    let retry = Callback::new(move |()| found.retry());
    let content = dynamic(move || match found.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) if failure.code == ErrorCode::NotFound => gone(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(found) => view(found),
    });
    view! {
        <div class="narrow">
            <a href="/phan-anh" class="back">
                <span aria-hidden="true">"←"</span>
                {text::public_all(lang)}
            </a>
            {content}
        </div>
    }
    .into_any()
}

fn gone() -> AnyView {
    let lang = lang::current();
    view! {
        {page_heading(text::public_gone(lang))}
        {empty(text::public_gone_hint(lang), "", ())}
    }
    .into_any()
}

fn view(found: AnswerView) -> AnyView {
    let lang = lang::current();
    let line = text::public_line(lang, format::day(found.item.published_on), &found.item.unit_name);
    view! {
        <div lang="vi">{page_heading(found.item.title)}</div>
        <p class="hint">{line}</p>
        <div class="stack">
            <section class="card">
                <h2>{text::public_question(lang)}</h2>
                <p class="pre" lang="vi">{found.question}</p>
            </section>
            <section class="card">
                <h2>{text::public_answer(lang)}</h2>
                <p class="pre" lang="vi">{found.answer}</p>
            </section>
        </div>
    }
    .into_any()
}
