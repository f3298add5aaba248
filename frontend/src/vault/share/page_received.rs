//! "Được chia sẻ với tôi": papers that others show to the account, opened by their grant.

use super::{back, grants};
use crate::api::{Load, load};
use crate::format;
use crate::react::dynamic;
use crate::route::param;
use crate::signature::{describe, report_view};
use crate::state::lang;
use crate::ui::facts::{fact, facts, whole_fact};
use crate::ui::{empty, failure_box, load_view, page_heading, skeleton, tag};
use leptos::prelude::*;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::share::{SharedPaper, SharedPaperView};

const LIST: &str = "/kho/duoc-chia-se";

/// `/kho/duoc-chia-se`
pub fn list() -> AnyView {
    let lang = lang::current();
    let cursor = RwSignal::new(String::new());
    let papers =
        load::<Page<SharedPaper>>(move || format!("{}?cursor={}", path::SHARED_PAPERS, cursor.get()));
    view! {
        {back()}
        {page_heading(text::share::received_title(lang))}
        <p class="muted">{text::share::received_hint(lang)}</p>
        {dynamic(move || match papers.get() {
            Load::Loading => skeleton(),
            Load::Failed(failure) => failure_box(failure, Callback::new(move |()| papers.retry())),
            Load::Ready(page) if page.items.is_empty() => {
                empty(text::share::received_none(lang), text::share::received_none_hint(lang), ())
            }
            Load::Ready(page) => {
                let rows: Vec<AnyView> = page.items.into_iter().map(row).collect();
                view! {
                    <ul class="plain-list stack">{rows}</ul>
                    {grants::turn(page.previous, page.next, cursor)}
                }
                .into_any()
            }
        })}
    }
    .into_any()
}

fn row(shared: SharedPaper) -> AnyView {
    let lang = lang::current();
    let (tone, label) = describe::tag(shared.paper.verdict, shared.paper.lacks_revocation, lang);
    view! {
        <li>
            <article class="card paper" aria-label=shared.paper.name.clone()>
                <div class="row end top">
                    <h2>
                        <a href=format!("{LIST}/{}", shared.grant_id)>{shared.paper.name.clone()}</a>
                    </h2>
                    {tag(tone, label)}
                </div>
                {about(&shared, lang)}
            </article>
        </li>
    }
    .into_any()
}

fn about(shared: &SharedPaper, lang: Lang) -> AnyView {
    let until = match shared.ends_at {
        Some(end) => end.vietnam_minute(),
        None => text::share::until_owner(lang).to_owned(),
    };
    let left = shared.uses_left.map(|left| left.to_string());
    let left = left.unwrap_or_else(|| text::share::uses_free(lang).to_owned());
    let paper = &shared.paper;
    facts(
        true,
        vec![
            fact(text::share::from(lang), shared.from.clone()),
            fact(text::vault::category(lang), paper.category_name.clone()),
            fact(
                text::share::purpose(lang),
                format::or_none(shared.purpose.as_deref(), lang),
            ),
            fact(text::share::since(lang), shared.granted_at.vietnam_minute()),
            fact(text::share::until(lang), until),
            fact(text::share::uses_left(lang), left),
            fact(
                text::vault::decision_number(lang),
                format::or_none(paper.decision_number.as_deref(), lang),
            ),
            fact(text::vault::size(lang), format::size(paper.size, lang)),
            whole_fact(text::vault::file(lang), paper.file_name.clone()),
        ],
    )
}

/// `/kho/duoc-chia-se/:id`
pub fn one() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let paper = load::<SharedPaperView>(move || {
        let id = id.get().unwrap_or_default();
        format!("{}/{}", path::SHARED_PAPERS, crate::dom::encode(&id))
    });
    view! {
        <a href=LIST class="back">"‹ " {text::share::received_back(lang)}</a>
        {load_view(paper, content)}
    }
    .into_any()
}

fn content(view: SharedPaperView) -> AnyView {
    let lang = lang::current();
    let shared = view.shared;
    let file = path::shared_paper_part(shared.grant_id, "file");
    let report = path::shared_paper_part(shared.grant_id, &format!("report?lang={}", lang.tag()));
    let name = shared.paper.file_name.clone();
    let as_signed = |_, _| None;
    view! {
        <div class="stack">
            {page_heading(shared.paper.name.clone())}
            <section class="card paper">
                {about(&shared, lang)} <p class="hint">{text::share::received_noted(lang)}</p>
                <div class="actions">
                    <a
                        href=format!("{file}?view=true")
                        target="_blank"
                        rel="noopener"
                        aria-label=text::vault::view_label(lang, &name)
                    >
                        {text::vault::view(lang)}
                    </a>
                    <a href=file download=name.clone() aria-label=text::vault::download_label(lang, &name)>
                        {text::vault::download(lang)}
                    </a>
                </div>
            </section>
            <section class="card stack-small">
                <h2>{text::vault::report_title(lang)}</h2>
                {report_view::report(&view.report, &as_signed, lang)}
                <p class="hint">{text::vault::report_now(lang, view.verified_at.vietnam_minute())}</p>
                <div class="actions">
                    <a href=report download="">{text::signature::page_save_pdf(lang)}</a>
                </div>
            </section>
        </div>
    }
    .into_any()
}
