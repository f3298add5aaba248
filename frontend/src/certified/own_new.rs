//! Asking for a certified copy.

use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::{Api, load};
use crate::certified::slots;
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, Select, empty, error_summary, load_view, page_heading, submit_button,
    text_field,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{AskCopy, CopyView, OfficesView};
use wasm_bindgen_futures::spawn_local;

/// `/kho/chung-thuc/moi`
pub fn page() -> AnyView {
    let lang = lang::current();
    let offices = load::<OfficesView>(|| path::CERTIFYING_OFFICES.to_owned());
    view! {
        <div class="narrow">
            <a class="back" href="/kho/chung-thuc">
                <span aria-hidden="true">"←"</span>
                {text::certified::own_title(lang)}
            </a>
            {page_heading(text::certified::own_new(lang))}
            <p class="muted">{text::certified::own_lead(lang)}</p>
            {load_view(offices, content)}
        </div>
    }
    .into_any()
}

fn content(view: OfficesView) -> AnyView {
    let lang = lang::current();
    if view.offices.is_empty() {
        return empty(
            text::certified::no_office(lang),
            text::certified::no_office_hint(lang),
            (),
        )
        .into_any();
    }
    form(view)
}

/// Categories of originals: every one of the catalogue but the copy itself.
pub fn categories(api: Api) -> RwSignal<Vec<Choice>> {
    let choices = RwSignal::new(Vec::new());
    spawn_local(async move {
        if let Ok(types) = api.get::<Vec<PaperType>>(path::PAPER_TYPES, None).await {
            let all = types.into_iter().flat_map(|one| one.categories);
            let originals = all.filter(|category| category.code != "KQ.G15.000021");
            let choice = |category: motcua_shared::catalogue::dto::PaperCategory| Choice {
                value: category.code,
                label: category.name,
            };
            let _ = choices.try_set(originals.map(choice).collect());
        }
    });
    choices
}

fn form(view: OfficesView) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let first = view.offices.first().filter(|_| view.offices.len() == 1);
    let unit = RwSignal::new(first.map(|office| office.unit.id.to_string()).unwrap_or_default());
    let [category, description, pages, slot] = [(); 4].map(|()| RwSignal::new(String::new()));
    let units: Vec<Choice> = view
        .offices
        .iter()
        .map(|office| Choice {
            value: office.unit.id.to_string(),
            label: office.unit.name.clone(),
        })
        .collect();
    let offices = StoredValue::new(view.offices);
    let choices = Signal::derive(move || {
        let chosen = UnitId::parse(&unit.get());
        offices.with_value(|offices| {
            let office = offices.iter().find(|one| Some(one.unit.id) == chosen);
            let slots = office.map(|office| office.slots.as_slice()).unwrap_or_default();
            slots::choices(slots, None, "", lang)
        })
    });
    let fee = view.fee;
    let cost = move || {
        let pages = pages.get().trim().parse::<u32>().unwrap_or_default();
        match pages {
            0 => text::certified::fee_hint(lang).to_owned(),
            pages => text::certified::fee_will_be(lang, crate::format::money(i64::from(fee.of(pages)), lang)),
        }
    };
    let key = new_key();
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let required = |field: &str| errors.mark(field, of_code(ErrorCode::Required, lang));
        let unit_id = UnitId::parse(&unit.get_untracked());
        let count = pages.with_untracked(|text| text.trim().parse::<u32>().ok());
        let at = slot.with_untracked(|value| slots::parse(value));
        if unit_id.is_none() {
            required("unit_id");
        }
        if category.with_untracked(String::is_empty) {
            required("category_code");
        }
        if description.with_untracked(|text| text.trim().is_empty()) {
            required("description");
        }
        if count.is_none() {
            required("pages");
        }
        if at.is_none() {
            required("appointment");
        }
        let (false, Some(unit_id), Some(pages)) = (errors.show(), unit_id, count) else {
            return;
        };
        busy.set(true);
        let request = AskCopy {
            unit_id,
            category_code: category.get_untracked(),
            description: description.get_untracked(),
            pages,
            appointment: at,
        };
        let (key, navigate) = (key.clone(), navigate.clone());
        spawn_local(async move {
            let answer = api
                .post::<CopyView>(path::CERTIFIED_COPIES, &request, Some(&key))
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(_) => navigate("/kho/chung-thuc", Default::default()),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let what = Field {
        hint: text::certified::original_hint(lang),
        ..Field::new("description", text::certified::original(lang))
    };
    let count = Field {
        inputmode: "numeric",
        class: "short",
        ..Field::new("pages", text::certified::pages(lang))
    };
    view! {
        {error_summary(errors)}
        <form class="card stack" novalidate=true on:submit=submit>
            <Select
                id="unit_id"
                label=text::certified::office(lang)
                placeholder=text::certified::choose(lang)
                choices=Signal::stored(units)
                value=unit
                errors=errors
            />
            <Select
                id="category_code"
                label=text::certified::category(lang)
                placeholder=text::certified::choose(lang)
                choices=categories(api)
                value=category
                errors=errors
            />
            {text_field(description, errors, what)}
            {text_field(pages, errors, count)}
            <p class="hint" role="status">{cost}</p>
            <Select
                id="appointment"
                label=text::certified::appointment(lang)
                hint=text::certified::appointment_hint(lang)
                placeholder=text::certified::choose(lang)
                choices=choices
                value=slot
                errors=errors
            />
            {slots::chosen(slot, lang)}
            {submit_button(text::certified::send(lang), text::certified::sending(lang), busy)}
        </form>
    }
    .into_any()
}
