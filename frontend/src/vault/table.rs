//! The papers of a page, column by column as the letter has them (seed 000, appendix 2); on a phone each row is a card.

use crate::format;
use crate::signature::describe;
use crate::state::lang;
use crate::title::{self, Title};
use crate::ui::facts::{fact, facts};
use crate::ui::{Tone, copyable_code, tag};
use crate::vault::card::file_links;
use crate::words::paper_kind;
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::dto::ScanState;
use motcua_shared::vault::dto::PaperListItem;

/// The table. `first` is the number of its first row, where that is known.
pub fn view(papers: Vec<PaperListItem>, first: Option<u64>) -> AnyView {
    let lang = lang::current();
    let heads = [
        text::vault::number(lang),
        text::vault::code(lang),
        text::vault::name(lang),
        text::vault::attached_file(lang),
        text::vault::more(lang),
        text::vault::acts(lang),
    ];
    let head = |words: &'static str| view! { <th scope="col">{words}</th> }.into_any();
    let rows = papers.into_iter().enumerate().map(|(place, paper)| {
        let number = first.map(|first| first.saturating_add(place as u64));
        row(paper, number, lang)
    });
    view! {
        <table class="list papers">
            <caption class="unseen">{text::vault::title(lang)}</caption>
            <thead>
                <tr>{heads.map(head).into_iter().collect::<Vec<_>>()}</tr>
            </thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        </table>
    }
    .into_any()
}

fn row(paper: PaperListItem, number: Option<u64>, lang: Lang) -> AnyView {
    let page = format!("/kho/{}", paper.id);
    let (tone, label) = describe::tag(paper.verdict, paper.lacks_revocation, lang);
    let hidden = (!paper.is_visible).then(|| tag(Tone::Plain, text::vault::hidden_tag(lang)));
    let shared = paper
        .is_shared
        .then(|| tag(Tone::Plain, text::vault::shared_tag(lang)));
    let scan = match paper.scan {
        ScanState::Waiting => Some(tag(Tone::Plain, text::vault::scan_tag(lang))),
        ScanState::Infected => Some(tag(Tone::Bad, text::vault::infected_tag(lang))),
        ScanState::Unscanned | ScanState::Clean => None,
    };
    let signed = paper.signed_by.as_ref().map(|name| match paper.signed_at {
        Some(moment) => text::vault::signed_by_on(lang, moment.vietnam_day(), name),
        None => name.clone(),
    });
    let result_code = paper
        .result_code
        .clone()
        .map(|code| view! { <p class="hint">{text::vault::result_code(lang)} ": " {code}</p> });
    let Title { words, full } = title::of(&paper);
    let full = full.map(|full| view! { <p class="hint">{full}</p> });
    view! {
        <tr>
            <td class="number">{number.map(|number| number.to_string())}</td>
            <td class="paper-code" data-label=text::vault::code(lang)>{copyable_code(paper.code.clone())} {result_code}</td>
            <th scope="row">
                <a href=page.clone()>{words.clone()}</a>
                {full}
                <span class="row tags">{tag(tone, label)} {scan} {hidden} {shared}</span>
            </th>
            <td data-label=text::vault::attached_file(lang)>
                <p class="file-name">{paper.file_name.clone()}</p>
                <p class="row links">{file_links(&paper, lang)}</p>
            </td>
            <td>{facts(false, more(&paper, signed, lang))}</td>
            <td>
                <p class="row links">
                    <a href=format!("{page}/sua") aria-label=text::vault::edit_label(lang, &words)>
                        {text::vault::edit(lang)}
                    </a>
                    <a href=page aria-label=text::vault::details_label(lang, &words)>
                        {text::vault::details(lang)}
                    </a>
                    {crate::feedback::card_link(paper.id, &words)}
                </p>
            </td>
        </tr>
    }
    .into_any()
}

/// "Thông tin thêm", in the order of the letter.
fn more(paper: &PaperListItem, signed: Option<String>, lang: Lang) -> Vec<AnyView> {
    vec![
        fact(text::vault::paper_type(lang), paper.type_name.clone()),
        fact(text::vault::kind(lang), paper_kind(paper, lang)),
        fact(text::vault::size(lang), format::size(paper.size, lang)),
        fact(text::vault::identifier(lang), paper.identifier.clone()),
        fact(
            text::vault::decision_number(lang),
            format::or_none(paper.decision_number.as_deref(), lang),
        ),
        fact(
            text::vault::summary(lang),
            format::or_none(paper.summary.as_deref(), lang),
        ),
        fact(text::vault::times_used(lang), paper.times_used.to_string()),
        fact(
            text::vault::signed_by(lang),
            format::or_none(signed.as_deref(), lang),
        ),
    ]
}
