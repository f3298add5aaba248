//! How a unit certifies copies: hours, the code of its seal and who signs. Kept by administrators.

use super::office_signers::{Signers, signers};
use crate::api::{Api, Failure};
use crate::format;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, Select, Tone, error_summary, failure_box, page_heading, skeleton,
    submit_button, text_field, verdict,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::certified::{OfficeSettings, SetOffice};
use wasm_bindgen_futures::spawn_local;

/// What stands in the form.
#[derive(Clone, Copy)]
struct Form {
    identifier: RwSignal<String>,
    place: RwSignal<String>,
    weekdays: [RwSignal<bool>; 7],
    morning: RwSignal<String>,
    afternoon: RwSignal<String>,
    closed: RwSignal<String>,
    signers: Signers,
}

impl Form {
    fn new() -> Self {
        let [identifier, place, morning, afternoon, closed] = [(); 5].map(|()| RwSignal::new(String::new()));
        Self {
            identifier,
            place,
            weekdays: [(); 7].map(|()| RwSignal::new(false)),
            morning,
            afternoon,
            closed,
            signers: Signers::new(),
        }
    }

    /// Working days, ten people in each half, where the unit does not certify yet.
    fn fill(self, known: Option<OfficeSettings>) {
        let days = known
            .as_ref()
            .map_or(vec![1, 2, 3, 4, 5], |known| known.weekdays.clone());
        for (number, day) in (1u8..).zip(self.weekdays) {
            day.set(days.contains(&number));
        }
        let (identifier, place, morning, afternoon, closed) = match &known {
            Some(known) => (
                known.identifier.clone(),
                known.place.clone(),
                known.morning,
                known.afternoon,
                known.closed_days.iter().copied().map(format::day).collect(),
            ),
            None => (String::new(), String::new(), 10, 10, Vec::new()),
        };
        self.identifier.set(identifier);
        self.place.set(place);
        self.morning.set(morning.to_string());
        self.afternoon.set(afternoon.to_string());
        self.closed.set(closed.join(", "));
        self.signers
            .fill(known.map(|known| known.signers).unwrap_or_default());
    }

    /// What is typed, or marks at what cannot be read. Everything else is the server's to say.
    fn read(self, errors: FormErrors, lang: Lang) -> Option<SetOffice> {
        let number = |field: &str, typed: RwSignal<String>| {
            let number = typed.with_untracked(|typed| typed.trim().parse::<u32>().ok());
            if number.is_none() {
                errors.mark(field, text::certified::office_number(lang).to_owned());
            }
            number.unwrap_or_default()
        };
        let is_code = self.identifier.with_untracked(|typed| {
            let typed = typed.trim();
            (7..=14).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        });
        if !is_code {
            errors.mark("identifier", text::certified::office_code_wrong(lang).to_owned());
        }
        let closed = self.closed.with_untracked(|typed| read_days(typed));
        if closed.is_none() {
            errors.mark(
                "closed_days",
                text::certified::office_closed_wrong(lang).to_owned(),
            );
        }
        let (morning, afternoon) = (
            number("morning", self.morning),
            number("afternoon", self.afternoon),
        );
        let signers = self.signers.read();
        if signers.is_empty() {
            errors.mark("signers", text::certified::office_signers_none(lang).to_owned());
        } else if signers.iter().any(|one| one.title.trim().is_empty()) {
            errors.mark("signers", text::certified::office_title_missing(lang).to_owned());
        }
        if errors.show() {
            return None;
        }
        let chosen = |(number, day): (u8, RwSignal<bool>)| day.get_untracked().then_some(number);
        Some(SetOffice {
            identifier: self.identifier.get_untracked(),
            place: self.place.get_untracked(),
            weekdays: (1u8..).zip(self.weekdays).filter_map(chosen).collect(),
            morning,
            afternoon,
            closed_days: closed.unwrap_or_default(),
            signers,
        })
    }
}

/// Days with commas between them; `None` when one of them is no day.
fn read_days(typed: &str) -> Option<Vec<NaiveDate>> {
    typed
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(format::parse_day)
        .collect()
}

/// `/can-bo/chung-thuc/noi-chung-thuc`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let unit = RwSignal::new(String::new());
    let state = RwSignal::new(State::Unchosen);
    let form = Form::new();
    let again = RwSignal::new(());
    effect(move || {
        again.track();
        let Some(chosen) = unit.with(|unit| UnitId::parse(unit)) else {
            return;
        };
        errors.clear();
        state.set(State::Loading);
        spawn_local(async move {
            let answer = api
                .get::<OfficeSettings>(&path::certifying_office(chosen), None)
                .await;
            if unit.try_with_untracked(|unit| UnitId::parse(unit)).flatten() != Some(chosen) {
                return;
            }
            let next = match answer {
                Ok(settings) => {
                    form.fill(Some(settings));
                    State::Ready(chosen)
                }
                Err(failure) if failure.code == ErrorCode::NotFound => {
                    form.fill(None);
                    State::Ready(chosen)
                }
                Err(failure) => State::Failed(failure),
            };
            let _ = state.try_set(next);
        });
    });
    let units = units(api);
    view! {
        <div class="narrow">
            <a class="back" href="/can-bo">
                <span aria-hidden="true">"←"</span>
                {text::staff::home(lang)}
            </a>
            {error_summary(errors)}
            {page_heading(text::certified::offices(lang))}
            <p class="muted">{text::certified::offices_hint(lang)}</p>
            <div class="card stack gap-below">
                <Select
                    id="unit"
                    label=text::certified::office_unit(lang)
                    placeholder=text::certified::choose(lang)
                    choices=units
                    value=unit
                    errors=errors
                />
            </div>
            <div aria-live="polite">
                {dynamic(move || match state.get() {
                    State::Unchosen => ().into_any(),
                    State::Loading => skeleton(),
                    State::Failed(failure) => failure_box(failure, Callback::new(move |()| again.set(()))),
                    State::Ready(chosen) => fields(chosen, form, errors),
                })}
            </div>
        </div>
    }
    .into_any()
}

#[derive(Debug, Clone)]
enum State {
    Unchosen,
    Loading,
    Failed(Failure),
    Ready(UnitId),
}

fn units(api: Api) -> RwSignal<Vec<Choice>> {
    let choices = RwSignal::new(Vec::new());
    spawn_local(async move {
        if let Ok(units) = api.get::<Vec<UnitView>>(path::STAFF_UNITS, None).await {
            let choice = |unit: UnitView| Choice {
                value: unit.id.to_string(),
                label: unit.name,
            };
            let _ = choices.try_set(units.into_iter().map(choice).collect());
        }
    });
    choices
}

fn fields(unit: UnitId, form: Form, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (busy, saved) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        saved.set(None);
        let Some(request) = form.read(errors, lang) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let answer = api
                .put::<OfficeSettings>(&path::certifying_office(unit), &request)
                .await;
            let _ = busy.try_set(false);
            match answer {
                Ok(settings) => {
                    saved.set(Some(text::certified::office_saved(lang, &settings.unit.name)));
                    form.fill(Some(settings));
                }
                // A title or a person, by their place in the request.
                Err(failure) => {
                    errors.show_failure(&failure, lang, |path| match path.starts_with("signers") {
                        true => "signers".to_owned(),
                        false => path.to_owned(),
                    })
                }
            }
        });
    };
    let code = Field {
        hint: text::certified::office_code_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("identifier", text::certified::office_code(lang))
    };
    let place = Field {
        hint: text::certified::office_place_hint(lang),
        ..Field::new("place", text::certified::office_place(lang))
    };
    let half = |id: &'static str, label: &'static str| Field {
        inputmode: "numeric",
        class: "short",
        ..Field::new(id, label)
    };
    let closed = Field {
        optional: true,
        hint: text::certified::office_closed_hint(lang),
        ..Field::new("closed_days", text::certified::office_closed(lang))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            {text_field(form.identifier, errors, code)}
            {text_field(form.place, errors, place)}
            {weekdays(form.weekdays, lang)}
            {text_field(form.morning, errors, half("morning", text::certified::office_morning(lang)))}
            {text_field(form.afternoon, errors, half("afternoon", text::certified::office_afternoon(lang)))}
            {text_field(form.closed, errors, closed)}
            {signers(unit, form.signers, errors)}
            <div role="status">
                {dynamic(move || saved.get().map(|sentence| verdict(Tone::Ok, sentence, ())))}
            </div>
            {submit_button(text::certified::office_save(lang), text::certified::sending(lang), busy)}
        </form>
    }
    .into_any()
}

fn weekdays(days: [RwSignal<bool>; 7], lang: Lang) -> AnyView {
    let names = [
        text::certified::monday(lang),
        text::certified::tuesday(lang),
        text::certified::wednesday(lang),
        text::certified::thursday(lang),
        text::certified::friday(lang),
        text::certified::saturday(lang),
        text::certified::sunday(lang),
    ];
    let day = |(name, chosen): (&'static str, RwSignal<bool>)| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.get()
                    on:change=move |event| chosen.set(event_target_checked(&event))
                />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field" id="weekdays">
            <legend>{text::certified::office_weekdays(lang)}</legend>
            <div class="days">{names.into_iter().zip(days).map(day).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_days_are_read_with_commas_and_one_that_is_none_is_told() {
        let day = |month, day| NaiveDate::from_ymd_opt(2027, month, day);
        let both: Option<Vec<_>> = [day(4, 30), day(5, 1)].into_iter().collect();
        assert_eq!(read_days("30/04/2027, 1/5/2027 ,"), both);
        assert_eq!(read_days("  "), Some(Vec::new()));
        assert_eq!(read_days("30/04/2027, 31/02/2027"), None);
    }
}
