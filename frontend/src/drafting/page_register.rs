//! The register of results of a year.

use super::{WAITING, words};
use crate::api::load;
use crate::format;
use crate::state::lang;
use crate::ui::{Row, Turn, empty, listing, load_view, page_heading, tag};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::processing::drafting::ResultLine;
use motcua_shared::text;

/// `/can-bo/ket-qua/so`
pub fn page() -> AnyView {
    let lang = lang::current();
    let year = i32::try_from(js_sys::Date::new_0().get_full_year()).unwrap_or_default();
    let loaded = load::<Vec<ResultLine>>(move || path::desk_result_register(year));
    view! {
        <a class="back" href=WAITING>
            <span aria-hidden="true">"←"</span>
            {text::drafting::waiting_title(lang)}
        </a>
        {page_heading(text::drafting::register_of(lang, year.to_string()))}
        {load_view(loaded, table)}
    }
    .into_any()
}

fn table(lines: Vec<ResultLine>) -> AnyView {
    let lang = lang::current();
    if lines.is_empty() {
        return empty(
            text::drafting::register_none(lang),
            text::drafting::register_none_hint(lang),
            (),
        )
        .into_any();
    }
    let heads = [
        text::drafting::number(lang),
        text::drafting::issued(lang),
        text::drafting::paper(lang),
        text::drafting::owner(lang),
        text::drafting::signer(lang),
        text::drafting::state(lang),
    ];
    let row = |line: ResultLine| {
        let (tone, state) = words::line(line.state, lang);
        Row {
            href: format!("/can-bo/ho-so/{}/ket-qua", line.dossier_id),
            name: line.full,
            cells: vec![
                format::day(line.issued_on).into_any(),
                format!("{} · {}", line.title, line.code).into_any(),
                line.owner.into_any(),
                line.signer.into_any(),
                tag(tone, state),
            ],
        }
    };
    let turn = Turn {
        ways: [
            (None, text::ui::previous_page(lang)),
            (None, text::ui::next_page(lang)),
        ],
        to: Callback::new(|_| ()),
    };
    let rows = lines.into_iter().map(row).collect();
    listing(text::drafting::register(lang), &heads, rows, turn)
}
