//! Accounts that the desk made: looked for by name, number, phone, officer, unit and day. What is looked for travels in
//! bodies and stands in no address.

use crate::api::failure::of_code;
use crate::api::{Api, Load};
use crate::format;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, Row, Select, Turn, empty, error_summary, failure_box, left_notice, listing,
    page_heading, quiet_submit_button, skeleton, text_field,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::identity::desk::{AssistedRow, DeskView, SearchAssisted};
use motcua_shared::identity::rule::{parse_identity_number, parse_phone};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    phone: RwSignal<String>,
    number: RwSignal<String>,
    officer: RwSignal<String>,
    unit: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Form {
    fn new() -> Self {
        let [name, phone, number, officer, unit, from, to] = [(); 7].map(|()| RwSignal::new(String::new()));
        Self {
            name,
            phone,
            number,
            officer,
            unit,
            from,
            to,
        }
    }

    fn request(self) -> SearchAssisted {
        SearchAssisted {
            name: self.name.get_untracked(),
            phone: self.phone.get_untracked(),
            identity_number: self.number.get_untracked(),
            officer: self.officer.get_untracked(),
            unit_id: UnitId::parse(&self.unit.get_untracked()),
            from: format::parse_day(&self.from.get_untracked()),
            to: format::parse_day(&self.to.get_untracked()),
            cursor: None,
        }
    }

    fn wrong(self) -> Vec<(&'static str, ErrorCode)> {
        let whole = |value: RwSignal<String>, parse: fn(&str) -> Result<String, ErrorCode>| {
            let typed = value.get_untracked();
            if typed.trim().is_empty() {
                None
            } else {
                parse(&typed).err()
            }
        };
        let day = |value: RwSignal<String>| {
            let typed = value.get_untracked();
            let is_wrong = !typed.trim().is_empty() && format::parse_day(&typed).is_none();
            is_wrong.then_some(ErrorCode::NotADate)
        };
        let found = [
            ("phone", whole(self.phone, parse_phone)),
            ("identity_number", whole(self.number, parse_identity_number)),
            ("from", day(self.from)),
            ("to", day(self.to)),
        ];
        found
            .into_iter()
            .filter_map(|(field, code)| Some((field, code?)))
            .collect()
    }
}

/// `/can-bo/tai-khoan`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let form = Form::new();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let asked = RwSignal::new(SearchAssisted::default());
    let rows = RwSignal::new(Load::<Page<AssistedRow>>::Loading);
    effect(move || {
        let request = asked.get();
        busy.set(true);
        spawn_local(async move {
            let answer = api
                .post::<Page<AssistedRow>>(path::DESK_SEARCHES, &request, None)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(page) => {
                    let _ = rows.try_set(Load::Ready(page));
                }
                Err(failure) if failure.fields.is_empty() => {
                    let _ = rows.try_set(Load::Failed(failure));
                }
                Err(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
            }
        });
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        errors.clear();
        for (field, code) in form.wrong() {
            errors.mark(field, of_code(code, lang));
        }
        if !errors.show() {
            asked.set(form.request());
        }
    };
    let units = RwSignal::new(Vec::<Choice>::new());
    spawn_local(async move {
        if let Ok(desk) = api.get::<DeskView>(path::DESK, None).await {
            let all = Choice {
                value: String::new(),
                label: text::desk::search_unit_all(api.lang()).to_owned(),
            };
            let choices = desk.units.into_iter().map(|unit| Choice {
                value: unit.id.to_string(),
                label: unit.name,
            });
            let _ = units.try_set(std::iter::once(all).chain(choices).collect());
        }
    });
    let turn = Callback::new(move |cursor: Option<String>| {
        asked.update(|request| request.cursor = cursor);
    });
    // Nobody has to be told that a search may leave things open.
    let short = |id: &'static str, label| Field::new(id, label);
    let day = |id: &'static str, label| Field {
        inputmode: "numeric",
        hint: text::desk::birth_date_hint(lang),
        ..short(id, label)
    };
    view! {
        {left_notice()}
        {error_summary(errors)}
        <div class="row end gap-below">
            {page_heading(text::desk::list_title(lang))}
            <a class="btn" href="/can-bo/tai-khoan/kiem-tra">{text::desk::add(lang)}</a>
        </div>
        <form class="card stack gap-below" novalidate=true on:submit=submit>
            <div class="desk-fields">
                {text_field(form.name, errors, short("name", text::desk::search_name(lang)))}
                {text_field(
                    form.number,
                    errors,
                    Field {
                        inputmode: "numeric",
                        ..short("identity_number", text::desk::number(lang))
                    },
                )}
                {text_field(
                    form.phone,
                    errors,
                    Field {
                        inputmode: "tel",
                        ..short("phone", text::desk::phone(lang))
                    },
                )}
                {text_field(form.officer, errors, short("officer", text::desk::search_officer(lang)))}
                <Select
                    id="unit_id"
                    label=text::desk::search_unit(lang)
                    choices=units
                    value=form.unit
                    errors=errors
                />
                <div class="desk-days">
                    {text_field(form.from, errors, day("from", text::desk::search_from(lang)))}
                    {text_field(form.to, errors, day("to", text::desk::search_to(lang)))}
                </div>
            </div>
            {quiet_submit_button(text::desk::search(lang), text::desk::searching(lang), busy)}
        </form>
        <div role="status">
            {dynamic(move || match rows.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) => failure_box(failure, Callback::new(move |()| asked.update(|_| ()))),
                Load::Ready(page) if page.items.is_empty() => {
                    empty(text::desk::list_none(lang), text::desk::list_none_hint(lang), ())
                }
                Load::Ready(page) => table(page, turn),
            })}
        </div>
    }
    .into_any()
}

fn table(page: Page<AssistedRow>, turn: Callback<Option<String>>) -> AnyView {
    let lang = lang::current();
    let heads = [
        text::desk::search_name(lang),
        text::desk::number(lang),
        text::desk::phone(lang),
        text::desk::search_officer(lang),
        text::desk::unit(lang),
        text::desk::made_at(lang),
    ];
    let row = |row: AssistedRow| {
        let cells = [
            row.identity_number,
            row.phone,
            row.officer,
            row.unit,
            row.made_at.vietnam_minute(),
        ];
        Row {
            href: format!("/can-bo/tai-khoan/moi/{}", row.id),
            name: row.name,
            cells: cells.map(IntoAny::into_any).into(),
        }
    };
    let turn = Turn {
        ways: [
            (page.previous, text::desk::previous(lang)),
            (page.next, text::desk::next(lang)),
        ],
        to: turn,
    };
    let rows = page.items.into_iter().map(row).collect();
    listing(text::desk::list_caption(lang), &heads, rows, turn)
}
