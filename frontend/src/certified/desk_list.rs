//! Requests that lie at the officer's unit.

use crate::api::load;
use crate::certified::words;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{
    Choice, FormErrors, Row, Select, Turn, empty, left_notice, listing, load_view, page_heading, tag,
};
use leptos::prelude::*;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{CopyState, CopyView};

/// `/can-bo/chung-thuc`
pub fn page() -> AnyView {
    let lang = lang::current();
    let (state, cursor) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let choices = std::iter::once(Choice {
        value: String::new(),
        label: text::certified::state_all(lang).to_owned(),
    })
    .chain(CopyState::ALL.into_iter().map(|state| Choice {
        value: value(state),
        label: words::state(state, lang).1.to_owned(),
    }))
    .collect::<Vec<_>>();
    let turn = Callback::new(move |to: Option<String>| cursor.set(to));
    let year = js_sys::Date::new_0().get_full_year();
    let list = dynamic(move || {
        let (state, cursor) = (state.get(), cursor.get());
        let mut address = format!("{}?limit=20", path::DESK_COPIES);
        if !state.is_empty() {
            address = format!("{address}&state={state}");
        }
        if let Some(cursor) = cursor {
            address = format!("{address}&cursor={cursor}");
        }
        provide_context(turn);
        load_view(load::<Page<CopyView>>(move || address.clone()), table)
    });
    view! {
        {left_notice()}
        <div class="row end gap-below">
            {page_heading(text::certified::desk_title(lang))}
            <a class="btn" href="/can-bo/chung-thuc/moi">{text::certified::desk_add(lang)}</a>
        </div>
        <div class="row end gap-below">
            <Select
                id="state"
                label=text::certified::state(lang)
                choices=Signal::stored(choices)
                value=state
                errors=FormErrors::new()
            />
            <a
                class="btn quiet"
                rel="external"
                download=""
                href=path::desk_register_file(i32::try_from(year).unwrap_or_default())
            >
                {text::certified::register_save(lang, year.to_string())}
            </a>
        </div>
        {list}
    }
    .into_any()
}

fn value(state: CopyState) -> String {
    serde_json::to_string(&state)
        .unwrap_or_default()
        .trim_matches('"')
        .to_owned()
}

fn table(page: Page<CopyView>) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        return empty(
            text::certified::desk_none(lang),
            text::certified::desk_none_hint(lang),
            (),
        )
        .into_any();
    }
    let heads = [
        text::certified::owner(lang),
        text::certified::original(lang),
        text::certified::state(lang),
        text::certified::appointment(lang),
        text::certified::number(lang),
    ];
    let row = |copy: CopyView| {
        let (tone, label) = words::state(copy.state, lang);
        let at = copy.appointment.map(|at| words::appointment(at, lang));
        Row {
            href: format!("/can-bo/chung-thuc/{}", copy.id),
            name: copy.owner,
            cells: vec![
                copy.description.into_any(),
                tag(tone, label),
                at.unwrap_or_else(|| "—".to_owned()).into_any(),
                copy.number.unwrap_or_else(|| "—".to_owned()).into_any(),
            ],
        }
    };
    let turn = Turn {
        ways: [
            (page.previous, text::ui::previous_page(lang)),
            (page.next, text::ui::next_page(lang)),
        ],
        to: expect_context::<Callback<Option<String>>>(),
    };
    let rows = page.items.into_iter().map(row).collect();
    listing(text::certified::desk_title(lang), &heads, rows, turn)
}
