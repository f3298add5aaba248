//! What is known of one paper, and the ways to its file.

use crate::format;
use crate::ui::facts::{fact, facts, whole_fact};
use crate::ui::{Tone, copyable_code, tag};
use crate::words::paper_kind;
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::dto::PaperListItem;

/// Everything the letter lists of a paper, and `more`.
pub fn paper_facts(paper: &PaperListItem, more: Vec<AnyView>, lang: Lang) -> AnyView {
    let signed = paper.signed_by.as_ref().map(|name| match paper.signed_at {
        Some(moment) => text::vault::signed_by_on(lang, moment.vietnam_day(), name),
        None => name.clone(),
    });
    let hidden = (!paper.is_visible).then(|| tag(Tone::Plain, text::vault::hidden_tag(lang)));
    let shared = paper
        .is_shared
        .then(|| tag(Tone::Plain, text::vault::shared_tag(lang)));
    let code = paper.code.clone();
    let mut entries = vec![
        whole_fact(text::vault::code(lang), copyable_code(code)),
        fact(text::vault::file(lang), paper.file_name.clone()),
        fact(text::vault::size(lang), format::size(paper.size, lang)),
        fact(text::vault::paper_type(lang), paper.type_name.clone()),
        fact(text::vault::category(lang), paper.category_name.clone()),
        fact(text::vault::kind(lang), paper_kind(paper, lang)),
        fact(text::vault::owner_name(lang), paper.owner_name.clone()),
        fact(text::vault::identifier(lang), paper.identifier.clone()),
        fact(
            text::vault::decision_number(lang),
            format::or_none(paper.decision_number.as_deref(), lang),
        ),
        fact(text::vault::times_used(lang), paper.times_used.to_string()),
        whole_fact(
            text::vault::summary(lang),
            format::or_none(paper.summary.as_deref(), lang),
        ),
        whole_fact(
            text::vault::signed_by(lang),
            format::or_none(signed.as_deref(), lang),
        ),
    ];
    entries.extend(more);
    let tags =
        (hidden.is_some() || shared.is_some()).then(|| view! { <div class="row">{hidden} {shared}</div> });
    view! {
        {facts(true, entries)}
        {tags}
    }
    .into_any()
}

/// "Xem" and "Tải xuống".
pub fn file_links(paper: &PaperListItem, lang: Lang) -> AnyView {
    let file = path::paper_file(paper.id);
    let view_label = text::vault::view_label(lang, &paper.file_name);
    let download_label = text::vault::download_label(lang, &paper.file_name);
    view! {
        <a href=file.clone() target="_blank" rel="noopener" aria-label=view_label>
            {text::vault::view(lang)}
        </a>
        <a href=file download=paper.file_name.clone() aria-label=download_label>
            {text::vault::download(lang)}
        </a>
    }
    .into_any()
}
