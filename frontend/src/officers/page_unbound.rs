//! "Cán bộ chưa gắn VNeID": who has not come with their electronic identity, by unit.

use super::{closing, page_list, tree};
use crate::api::{Api, Load, load};
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{empty, failure_box, page_heading, skeleton};
use leptos::prelude::*;
use motcua_shared::identity::staff::{OfficerRow, SearchOfficers, StaffUnit};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/nguoi-dung/chua-gan`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let chosen = super::chosen_unit();
    let units = load::<Vec<StaffUnit>>(|| path::STAFF_TREE.to_owned());
    let cursor = RwSignal::new(None::<String>);
    let rows = RwSignal::new(Load::<Page<OfficerRow>>::Loading);
    // Another unit begins at its first page.
    effect(move || {
        chosen.track();
        cursor.set(None);
    });
    effect(move || {
        let request = SearchOfficers {
            unit_id: chosen.get(),
            suspended: Some(false),
            bound: Some(false),
            cursor: cursor.get(),
            ..SearchOfficers::default()
        };
        spawn_local(async move {
            let answer = api
                .post::<Page<OfficerRow>>(path::STAFF_SEARCHES, &request, None)
                .await;
            let _ = rows.try_set(match answer {
                Ok(page) => Load::Ready(page),
                Err(failure) => Load::Failed(failure),
            });
        });
    });
    let turn = Callback::new(move |to: Option<String>| cursor.set(to));
    let heading = move || match (units.get(), chosen.get()) {
        (Load::Ready(units), Some(unit)) => text::staff::of_unit(lang, tree::name_of(&units, unit)),
        _ => text::staff::of_all(lang).to_owned(),
    };
    view! {
        {super::back()}
        {page_heading(text::staff::unbound_title(lang))}
        <p>{text::staff::unbound_hint(lang)}</p>
        {dynamic(move || match units.get() {
            Load::Ready(units) => counts(&units),
            _ => ().into_any(),
        })}
        <h2>{heading}</h2>
        <div role="status">
            {dynamic(move || match rows.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) => failure_box(failure, Callback::new(move |()| cursor.update(|_| ()))),
                Load::Ready(page) if page.items.is_empty() => {
                    empty(text::staff::unbound_none(lang), text::staff::unbound_none_hint(lang), ())
                }
                Load::Ready(page) => page_list::table(page, chosen.get_untracked().is_none(), turn),
            })}
        </div>
    }
    .into_any()
}

/// How many there are in each unit that has any, with the day from which on nothing else lets them in.
fn counts(units: &[StaffUnit]) -> AnyView {
    let lang = lang::current();
    let row = |unit: &StaffUnit| {
        let href = format!("{}?unit={}", super::UNBOUND, unit.id);
        view! {
            <li class="people-count">
                <a href=href>{unit.name.clone()}</a>
                " "
                <b>{unit.unbound}</b>
                <div class="hint">{closing::sentence(unit, lang)}</div>
            </li>
        }
    };
    let rows: Vec<_> = units.iter().filter(|unit| unit.unbound > 0).map(row).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card gap-below">
            <h2>{text::staff::unbound_units(lang)}</h2>
            <ul class="plain-list stack">
                <li><a href=super::UNBOUND>{text::staff::unit_any(lang)}</a></li>
                {rows}
            </ul>
        </section>
    }
    .into_any()
}
