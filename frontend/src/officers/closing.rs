//! The day from which on passwords open no account of a unit: shown and set beside the list of its officers.

use crate::api::{Api, Load, Loader};
use crate::format;
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{Field, FormErrors, Tone, error_summary, quiet_submit_button, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::id::UnitId;
use motcua_shared::identity::staff::{SetClosing, StaffUnit};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::{format_date, write_day};
use wasm_bindgen_futures::spawn_local;

/// What holds in the chosen unit, with the form behind it. Nothing where none is chosen.
pub fn view(units: Loader<Vec<StaffUnit>>, chosen: Memo<Option<UnitId>>) -> AnyView {
    // The unit whose day was just saved: the tree is asked for again, and what stands here with it.
    let saved = RwSignal::new(None);
    dynamic(move || {
        let unit = match (units.get(), chosen.get()) {
            (Load::Ready(units), Some(id)) => units.into_iter().find(|unit| unit.id == id),
            _ => None,
        };
        unit.map(|unit| of_unit(unit, units, saved))
    })
}

fn of_unit(unit: StaffUnit, units: Loader<Vec<StaffUnit>>, saved: RwSignal<Option<UnitId>>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let day = RwSignal::new(unit.closes_on.map(format_date).unwrap_or_default());
    let id = unit.id;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        saved.set(None);
        busy.set(true);
        let typed = day.get_untracked();
        // What is no day travels as it is: the server says so.
        let closes_on = format::parse_day(&typed).map_or(typed, write_day);
        spawn_local(async move {
            let request = SetClosing { closes_on };
            let answer = api
                .put::<Vec<StaffUnit>>(&path::staff_closing(id), &request)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(_) => {
                    let _ = saved.try_set(Some(id));
                    units.retry();
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let field = Field {
        optional: true,
        hint: text::staff::closing_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("closes_on", text::staff::closing_day(lang))
    };
    view! {
        <section class="card gap-below">
            <div role="status">
                {when(
                    move || saved.get() == Some(id),
                    move || {
                        let said = verdict(Tone::Ok, text::staff::closing_saved(lang), ());
                        view! { <div class="gap-below">{said}</div> }.into_any()
                    },
                )}
            </div>
            <p>{sentence(&unit, lang)}</p>
            <details>
                <summary>{text::staff::closing(lang)}</summary>
                {error_summary(errors)}
                <form class="stack gap-above" novalidate=true on:submit=submit>
                    {text_field(day, errors, field)}
                    {quiet_submit_button(text::staff::closing_save(lang), text::staff::saving(lang), busy)}
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// What holds in a unit, and why.
pub fn sentence(unit: &StaffUnit, lang: Lang) -> String {
    match (unit.closed_from, unit.closes_on) {
        (None, _) => text::staff::closing_open(lang).to_owned(),
        (Some(day), own) if own == Some(day) => text::staff::closing_own(lang, format_date(day)),
        (Some(day), _) => text::staff::closing_upper(lang, format_date(day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::time::read_day;

    #[test]
    fn a_day_of_the_unit_above_is_said_to_be_one() {
        let unit = |own: Option<&str>, holds: Option<&str>| StaffUnit {
            id: UnitId::parse("01890000-0000-7000-8000-000000000001").unwrap(),
            name: String::new(),
            parent_id: None,
            officers: 0,
            unbound: 0,
            closes_on: own.and_then(read_day),
            closed_from: holds.and_then(read_day),
        };
        let said = |own, holds| sentence(&unit(own, holds), Lang::Vi);
        assert!(said(None, None).starts_with("Chưa có ngày khóa"));
        let day = Some("2026-12-20");
        assert!(said(day, day).contains("đơn vị này"));
        assert!(said(None, day).contains("theo đơn vị cấp trên"));
        assert!(said(Some("2026-12-25"), day).contains("20/12/2026"));
    }
}
