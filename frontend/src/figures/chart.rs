//! A chart on the page: the drawing, what its colours mean, and the table that says the same.

use super::draw::svg;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::statistics::figures::{Chart, ChartRow};
use motcua_shared::text::figures as text;

/// The chart.
pub fn view(chart: Chart) -> AnyView {
    let lang = lang::current();
    let drawn = svg(&chart);
    let key = |(name, nth): (&String, usize)| {
        view! {
            <li>
                <span class=format!("key series-{nth}") aria-hidden="true"></span>
                {name.clone()}
            </li>
        }
        .into_any()
    };
    let keys: Vec<AnyView> = match chart.series.len() {
        0 | 1 => Vec::new(),
        _ => chart.series.iter().zip(0..).map(key).collect(),
    };
    let heads: Vec<AnyView> = std::iter::once(&chart.of)
        .chain(&chart.series)
        .map(|head| view! { <th scope="col">{head.clone()}</th> }.into_any())
        .collect();
    let rows: Vec<AnyView> = chart.rows.iter().map(row).collect();
    view! {
        <figure class="card figure-chart">
            <figcaption>{chart.title.clone()}</figcaption>
            <ul class="plain-list keys">{keys}</ul>
            <div inner_html=drawn></div>
            <details>
                <summary>{text::as_table(lang)}</summary>
                <table class="numbers">
                    <caption class="unseen">{chart.title}</caption>
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}

fn row(row: &ChartRow) -> AnyView {
    let cells: Vec<AnyView> = row
        .shown
        .iter()
        .map(|shown| view! { <td>{shown.clone()}</td> }.into_any())
        .collect();
    view! {
        <tr>
            <th scope="row">{row.label.clone()}</th>
            {cells}
        </tr>
    }
    .into_any()
}
