//! The dossiers behind a figure.

use super::{FIGURES, LIST, with};
use crate::api::load;
use crate::state::lang;
use crate::ui::{empty, load_view, page_heading};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::statistics::figures::{FigureDossier, FigureKind};
use motcua_shared::text::{Lang, desk, figures as text};
use motcua_shared::time::format_date;

/// What the address says.
const ASKED: [&str; 5] = ["figure", "unit", "period", "procedure", "cursor"];

fn asked() -> [String; 5] {
    let query = use_query_map();
    ASKED.map(|name| query.with(|query| query.get(name)).unwrap_or_default())
}

fn address(base: &str, values: &[String; 5]) -> String {
    let parts: Vec<(&str, &str)> = ASKED
        .into_iter()
        .zip(values)
        .map(|(name, value)| (name, value.as_str()))
        .collect();
    with(base, &parts)
}

/// `/can-bo/so-lieu/danh-sach`
pub fn page() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let rows = load::<Page<FigureDossier>>(move || {
        let values = ASKED.map(|name| query.with(|query| query.get(name)).unwrap_or_default());
        address(path::FIGURE_DOSSIERS, &values)
    });
    let [figure, unit, period, procedure, _] = untrack(asked);
    let title = FigureKind::parse(&figure).map_or("", |kind| name(kind, lang));
    let back = match unit.as_str() {
        "" => FIGURES.to_owned(),
        unit => format!("{FIGURES}/{unit}"),
    };
    let back = with(&back, &[("period", &period), ("procedure", &procedure)]);
    view! {
        <a class="back" href=back>
            <span aria-hidden="true">"←"</span>
            {text::back_to_figures(lang)}
        </a>
        {page_heading(text::list_title(lang, title))}
        {load_view(rows, content)}
    }
    .into_any()
}

fn name(kind: FigureKind, lang: Lang) -> &'static str {
    match kind {
        FigureKind::Reuse => text::reuse(lang),
        FigureKind::Device => text::device(lang),
        FigureKind::Digitised => text::digitised(lang),
        FigureKind::Electronic => text::electronic(lang),
        FigureKind::OnTime => text::on_time(lang),
        FigureKind::Overdue => text::overdue(lang),
        FigureKind::Personal => text::personal(lang),
        FigureKind::Filed => text::filed(lang),
        FigureKind::Ended => text::ended(lang),
        FigureKind::Open => text::open(lang),
        FigureKind::Waiting => text::waiting(lang),
        FigureKind::Processing => text::processing(lang),
        FigureKind::Feedback => text::feedback(lang),
    }
}

fn content(page: Page<FigureDossier>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(text::list_none(lang), text::list_none_hint(lang), ());
    }
    let heads = [
        text::code(lang),
        text::procedure_name(lang),
        text::unit(lang),
        text::day(lang),
        text::adds(lang),
    ];
    let head = |head: &'static str| view! { <th scope="col">{head}</th> }.into_any();
    let names: Vec<AnyView> = heads.into_iter().map(head).collect();
    let row = |one: FigureDossier| {
        let code = match one.id {
            Some(id) => view! { <a href=format!("/can-bo/ho-so/{id}")>{one.code}</a> }.into_any(),
            None => one.code.into_any(),
        };
        let values = [one.procedure_name, one.unit_name, format_date(one.day), one.adds];
        let cells: Vec<AnyView> = values
            .into_iter()
            .zip(heads.into_iter().skip(1))
            .map(|(value, head)| view! { <td data-label=head>{value}</td> }.into_any())
            .collect();
        view! {
            <tr>
                <th scope="row">{code}</th>
                {cells}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = page.items.into_iter().map(row).collect();
    let way = |(cursor, label): (Option<String>, &'static str)| {
        let mut values = untrack(asked);
        values[4] = cursor?;
        Some(view! { <a class="btn quiet" href=address(LIST, &values)>{label}</a> }.into_any())
    };
    let ways: Vec<AnyView> = [
        (page.previous, desk::previous(lang)),
        (page.next, desk::next(lang)),
    ]
    .into_iter()
    .filter_map(way)
    .collect();
    view! {
        <p class="muted">{text::list_caption(lang)}</p>
        <table class="list">
            <caption class="unseen">{text::list_caption(lang)}</caption>
            <thead>
                <tr>{names}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <nav class="pager" aria-label=motcua_shared::text::ui::pages(lang)>
            <div class="row">{ways}</div>
        </nav>
    }
    .into_any()
}
