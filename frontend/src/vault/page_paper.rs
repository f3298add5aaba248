//! One paper: what is known of it, and what the server found out about its signatures.

use crate::api::load;
use crate::format;
use crate::layout::signed_in;
use crate::route::param;
use crate::signature::report_view;
use crate::state::lang;
use crate::title;
use crate::ui::facts::{fact, facts, whole_fact};
use crate::ui::{Tone, left_notice, load_view, page_heading, verdict};
use crate::vault::{card, removal, share};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::signature::dto::CurrentReport;
use motcua_shared::signature::words;
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::dto::ScanState;
use motcua_shared::vault::dto::{PaperView, StruckVersion, StruckWhy};

/// `/kho/:id`
pub fn page() -> AnyView {
    signed_in(paper)
}

fn paper() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let paper = load::<PaperView>(move || {
        let id = id.get().unwrap_or_default();
        format!("{}/{}", path::PAPERS, crate::dom::encode(&id))
    });
    view! {
        <a href="/kho" class="back">"‹ " {text::vault::back(lang)}</a>
        {load_view(paper, content)}
    }
    .into_any()
}

fn content(paper: PaperView) -> AnyView {
    let lang = lang::current();
    let item = paper.item.clone();
    let gone = paper.removed_at.map(|time| {
        verdict(
            Tone::Plain,
            text::vault::was_removed(lang, time.vietnam_minute()),
            (),
        )
    });
    let title = title::of(&item);
    let acts = paper.removed_at.is_none().then(|| {
        view! {
            <a href=format!("/kho/{}/sua", item.id)>{text::vault::edit(lang)}</a>
            {removal::view(&item)}
        }
    });
    view! {
        <div class="stack">
            {left_notice()}
            {page_heading(title.words)}
            {scan_note(item.scan, lang).map(|note| view! { <p class="notice">{note}</p> })}
            {gone}
            <section class="card paper">
                <h2>{text::vault::facts_title(lang)}</h2>
                {card::paper_facts(&item, more_facts(&paper, lang), lang)}
                <div class="actions">{card::file_links(&item, lang)} {acts}</div>
            </section>
            {paper.removed_at.is_none().then(|| share::on_paper(item.id))}
            {report(&paper, lang)}
            {struck(&paper, lang)}
            {paper.removed_at.is_none().then(|| crate::feedback::on_paper(item.id))}
        </div>
    }
    .into_any()
}

/// Why the file cannot be opened.
fn scan_note(scan: ScanState, lang: Lang) -> Option<&'static str> {
    match scan {
        ScanState::Waiting => Some(text::vault::scan_waiting(lang)),
        ScanState::Infected => Some(text::vault::scan_infected(lang)),
        ScanState::Unscanned | ScanState::Clean => None,
    }
}

/// What the list leaves out.
fn more_facts(paper: &PaperView, lang: Lang) -> Vec<AnyView> {
    let digest = paper.sha256.clone();
    let issued = paper.item.issued_on.map(format::day);
    vec![
        whole_fact(text::vault::name(lang), paper.item.name.clone()),
        fact(
            text::vault::issued_on(lang),
            format::or_none(issued.as_deref(), lang),
        ),
        fact(text::vault::added_at(lang), paper.item.added_at.vietnam_minute()),
        whole_fact(
            text::vault::sha256(lang),
            view! { <span class="code">{digest}</span> },
        ),
    ]
}

fn report(paper: &PaperView, lang: Lang) -> AnyView {
    view! {
        <section class="card stack-small">
            <h2>{text::vault::report_title(lang)}</h2>
            {findings(paper, lang)}
        </section>
    }
    .into_any()
}

/// What the server found out about the signatures, and when.
pub fn findings(paper: &PaperView, lang: Lang) -> AnyView {
    let id = paper.item.id;
    let as_signed = move |number, _| Some(format!("{}?view=true", path::paper_as_signed(id, number)));
    let added_at = paper.item.added_at.vietnam_minute();
    let (report, when, then) = match &paper.current {
        None => (&paper.report, text::vault::report_when(lang, added_at), None),
        Some(current) => (
            &current.report,
            text::vault::report_now(lang, current.verified_at.vietnam_minute()),
            Some(text::vault::report_then(
                lang,
                words::headline(&paper.report, lang),
                added_at,
            )),
        ),
    };
    let kept = paper.current.as_ref().and_then(|current| kept(current, lang));
    view! {
        {report_view::report(report, &as_signed, lang)}
        <p class="hint">{when}</p>
        {then.map(|then| view! { <p class="hint">{then}</p> })}
        {kept.map(|kept| view! { <p class="hint">{kept}</p> })}
        <div class="actions">
            <a href=path::paper_report(id, lang) download="">{text::signature::page_save_pdf(lang)}</a>
        </div>
    }
    .into_any()
}

/// Files that stood under the paper before.
fn struck(paper: &PaperView, lang: Lang) -> AnyView {
    if paper.struck.is_empty() {
        return ().into_any();
    }
    let id = paper.item.id;
    let version = |version: &StruckVersion| {
        let file = path::paper_version_file(id, version.number);
        let why = match version.why {
            StruckWhy::Replaced => text::vault::struck_replaced(lang),
            StruckWhy::ReplacedByAuthority => text::vault::struck_by_authority(lang),
            StruckWhy::Removed => text::vault::struck_removed(lang),
        };
        let by = version
            .struck_by
            .clone()
            .unwrap_or_else(|| text::vault::struck_by_portal(lang).to_owned());
        let entries = vec![
            fact(text::vault::struck_why(lang), why),
            fact(
                text::vault::struck_when(lang),
                text::vault::struck_at(lang, by, version.struck_at.vietnam_minute()),
            ),
            fact(text::vault::added_at(lang), version.added_at.vietnam_minute()),
            fact(text::vault::times_used(lang), version.used_in.to_string()),
            whole_fact(
                text::vault::struck_note(lang),
                format::or_none(version.note.as_deref(), lang),
            ),
            whole_fact(
                text::vault::sha256(lang),
                view! { <span class="code">{version.sha256.clone()}</span> },
            ),
        ];
        let label = text::vault::download_label(lang, &version.file_name);
        view! {
            <li class="stack-small">
                <p class="file-name struck">{version.file_name.clone()} ", " {format::size(version.size, lang)}</p>
                {facts(true, entries)}
                <p class="row links">
                    <a href=file download=version.file_name.clone() aria-label=label>{text::vault::download(lang)}</a>
                </p>
            </li>
        }
        .into_any()
    };
    let versions: Vec<AnyView> = paper.struck.iter().map(version).collect();
    view! {
        <section class="card stack-small">
            <h2>{text::vault::struck_title(lang)}</h2>
            <p class="hint">{text::vault::struck_hint(lang)}</p>
            <ol class="plain-list">{versions}</ol>
        </section>
    }
    .into_any()
}

/// What the portal keeps beside the paper.
fn kept(current: &CurrentReport, lang: Lang) -> Option<String> {
    match current.stamped_at {
        Some(time) => Some(text::vault::report_stamped(lang, time.vietnam_minute())),
        None => (current.evidence > 0).then(|| text::vault::report_kept(lang).to_owned()),
    }
}
