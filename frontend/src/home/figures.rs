//! "Tình hình xử lý": what everybody may see of this month and this year. The sentences come from the server.

use crate::api::{Load, load};
use crate::react::dynamic;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::statistics::figures::{FigureWords, PublicFigures};
use motcua_shared::text::figures as text;

/// The block; the page stands without it.
pub fn figures() -> AnyView {
    let figures = load::<Vec<PublicFigures>>(|| path::PUBLIC_FIGURES.to_owned());
    dynamic(move || match figures.get() {
        Load::Ready(figures) => view(figures),
        _ => ().into_any(),
    })
}

fn view(figures: Vec<PublicFigures>) -> AnyView {
    let lang = lang::current();
    let period = |period: PublicFigures| {
        let words = match period.words.is_empty() {
            true => view! { <p class="hint">{text::public_few(lang)}</p> }.into_any(),
            false => {
                let entries: Vec<AnyView> = period.words.into_iter().map(entry).collect();
                view! { <ul>{entries}</ul> }.into_any()
            }
        };
        view! {
            <h3>{period.period_name}</h3>
            {words}
        }
        .into_any()
    };
    let periods: Vec<AnyView> = figures.into_iter().map(period).collect();
    view! {
        <section class="card going">
            <h2>{text::home_title(lang)}</h2>
            {periods}
            <p>
                <a rel="external" href=path::OPEN_DATA_TABLE>{text::open_data(lang)} " (csv)"</a>
                " · "
                <a rel="external" href=path::OPEN_DATA>"json"</a>
            </p>
        </section>
    }
    .into_any()
}

fn entry(words: FigureWords) -> AnyView {
    view! {
        <li>
            <b>{words.value}</b>
            <span class="hint">{words.title}</span>
        </li>
    }
    .into_any()
}
