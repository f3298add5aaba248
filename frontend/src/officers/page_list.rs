//! Officers and administrators of one unit or of all, looked for by name, number, role and state. What is looked for travels in
//! bodies; the unit alone stands in the address.

use super::{closing, form, tree, words};
use crate::api::{Api, Load, load};
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, Row, Select, Turn, empty, error_summary, failure_box, left_notice, listing,
    page_heading, quiet_submit_button, skeleton, text_field,
};
use leptos::prelude::*;
use motcua_shared::identity::staff::{OfficerRow, SearchOfficers, StaffUnit};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/nguoi-dung`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let [name, number, role, state] = [(); 4].map(|()| RwSignal::new(String::new()));
    let chosen = super::chosen_unit();
    let units = load::<Vec<StaffUnit>>(|| path::STAFF_TREE.to_owned());
    let asked = RwSignal::new(SearchOfficers {
        unit_id: chosen.get_untracked(),
        ..SearchOfficers::default()
    });
    effect(move || {
        let unit_id = chosen.get();
        if asked.with_untracked(|request| request.unit_id != unit_id) {
            asked.update(|request| {
                request.unit_id = unit_id;
                request.cursor = None;
            });
        }
    });
    let rows = RwSignal::new(Load::<Page<OfficerRow>>::Loading);
    effect(move || {
        let request = asked.get();
        busy.set(true);
        spawn_local(async move {
            let answer = api
                .post::<Page<OfficerRow>>(path::STAFF_SEARCHES, &request, None)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(page) => {
                    let _ = rows.try_set(Load::Ready(page));
                }
                Err(failure) if failure.fields.is_empty() => {
                    let _ = rows.try_set(Load::Failed(failure));
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        errors.clear();
        asked.set(SearchOfficers {
            name: name.get_untracked(),
            identity_number: number.get_untracked(),
            unit_id: chosen.get_untracked(),
            role: role.with_untracked(|role| form::parse_roles(role).first().copied()),
            suspended: state.with_untracked(|state| match state.as_str() {
                "active" => Some(false),
                "suspended" => Some(true),
                _ => None,
            }),
            bound: None,
            cursor: None,
        });
    };
    let turn = Callback::new(move |cursor: Option<String>| {
        asked.update(|request| request.cursor = cursor);
    });
    let number_field = Field {
        inputmode: "numeric",
        ..Field::new("identity_number", text::staff::number(lang))
    };
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let roles = vec![
        choice("", text::staff::role_any(lang)),
        choice("desk", text::staff::role_desk(lang)),
        choice("leader", text::staff::role_leader(lang)),
        choice("administrator", text::staff::role_administrator(lang)),
    ];
    let states = vec![
        choice("", text::staff::state_any(lang)),
        choice("active", text::staff::state_active(lang)),
        choice("suspended", text::staff::state_suspended(lang)),
    ];
    let heading = move || match (units.get(), chosen.get()) {
        (Load::Ready(units), Some(unit)) => text::staff::of_unit(lang, tree::name_of(&units, unit)),
        _ => text::staff::of_all(lang).to_owned(),
    };
    let adding = move || match chosen.get() {
        Some(unit) => format!("/can-bo/nguoi-dung/moi?unit={unit}"),
        None => "/can-bo/nguoi-dung/moi".to_owned(),
    };
    view! {
        {left_notice()}
        {error_summary(errors)}
        <div class="row end gap-below">
            {page_heading(text::staff::page_title(lang))}
            <div class="row">
                <a class="btn quiet" rel="external" download="" href=path::STAFF_TABLE>
                    {text::sheet::export(lang)}
                </a>
                <a class="btn quiet" href=super::UNBOUND>{text::staff::unbound_title(lang)}</a>
                <a class="btn quiet" href=super::SHARED>{text::staff::shared_title(lang)}</a>
                <a class="btn quiet" href="/can-bo/nguoi-dung/nhap">{text::sheet::import(lang)}</a>
                <a class="btn" href=adding>{text::staff::add(lang)}</a>
            </div>
        </div>
        <div class="people">
            {tree::view(Signal::derive(move || units.get()), chosen)}
            <section>
                <h2>{heading}</h2>
                {closing::view(units, chosen)}
                <form class="card stack gap-below" novalidate=true on:submit=submit>
                    <div class="desk-fields">
                        {text_field(name, errors, Field::new("name", text::staff::name(lang)))}
                        {text_field(number, errors, number_field)}
                        <Select id="role" label=text::staff::role(lang) choices=roles value=role errors=errors />
                        <Select id="suspended" label=text::staff::state(lang) choices=states value=state errors=errors />
                    </div>
                    {quiet_submit_button(text::staff::search(lang), text::staff::searching(lang), busy)}
                </form>
                <div role="status">
                    {dynamic(move || match rows.get() {
                        Load::Loading => skeleton(),
                        Load::Failed(failure) => failure_box(failure, Callback::new(move |()| asked.update(|_| ()))),
                        Load::Ready(page) if page.items.is_empty() => {
                            empty(text::staff::none(lang), text::staff::none_hint(lang), ())
                        }
                        Load::Ready(page) => table(page, chosen.get_untracked().is_none(), turn),
                    })}
                </div>
            </section>
        </div>
    }
    .into_any()
}

/// Where one unit is chosen, nobody needs to read its name in every row.
pub fn table(page: Page<OfficerRow>, names_units: bool, turn: Callback<Option<String>>) -> AnyView {
    let lang = lang::current();
    let mut heads = vec![
        text::staff::name(lang),
        text::staff::position(lang),
        text::staff::role(lang),
        text::staff::number(lang),
        text::staff::state(lang),
    ];
    if names_units {
        heads.insert(2, text::staff::unit(lang));
    }
    let row = |row: OfficerRow| {
        let position = match row.position.is_empty() {
            true => "–".to_owned(),
            false => row.position,
        };
        let mut cells = vec![
            position.into_any(),
            words::roles(&row.roles, lang).into_any(),
            row.identity_number.into_any(),
            words::state(row.suspended, row.bound, lang),
        ];
        if names_units {
            let unit = row
                .unit
                .unwrap_or_else(|| text::staff::unit_none(lang).to_owned());
            cells.insert(1, unit.into_any());
        }
        Row {
            href: format!("{}/{}", super::LIST, row.id),
            name: row.name,
            cells,
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
    listing(text::staff::caption(lang), &heads, rows, turn)
}
