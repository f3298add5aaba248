//! The working-day calendar of a year: days off, days that are worked in exchange, and what was changed by whom and why.

use super::calendar_form::{self, Form};
use crate::api::{Api, Failure, Load};
use crate::format;
use crate::layout::keeping_tabs;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{Choice, FormErrors, Select, Tone, empty, failure_box, page_heading, skeleton, tag, verdict};
use chrono::{Datelike, NaiveDate, Weekday};
use leptos::prelude::*;
use motcua_shared::catalogue::calendar::{CalendarYear, DayAct, DayChange, KeptDay};
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// What the page holds; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Kept {
    /// The year that is shown, once it is there.
    pub year: RwSignal<Load<CalendarYear>>,
    /// What came of the last act.
    pub said: RwSignal<Option<String>>,
    /// Whether something is on its way.
    pub busy: RwSignal<bool>,
    /// The chosen year; empty for the one of today.
    pub chosen: RwSignal<String>,
    /// The year that was asked for last.
    asked: StoredValue<String>,
    /// Speaks to the server.
    pub api: Api,
    /// The language.
    pub lang: Lang,
}

impl Kept {
    /// Brings the chosen year anew.
    pub fn bring(self) {
        let year = self.chosen.get_untracked();
        self.asked.set_value(year.clone());
        let query = match year.is_empty() {
            true => String::new(),
            false => format!("?year={year}"),
        };
        spawn_local(async move {
            let answer = self
                .api
                .get::<CalendarYear>(&format!("{}{query}", path::CALENDAR), None)
                .await;
            // Another year was chosen since.
            if self.asked.try_get_value().is_none_or(|asked| asked != year) {
                return;
            }
            match answer {
                Ok(year) => self.show(year),
                Err(failure) => {
                    let _ = self.year.try_set(Load::Failed(failure));
                }
            }
        });
    }

    /// Shows a year, which is from then on the chosen one: the server's clock says which is the first, and a day of another
    /// year brings that year.
    fn show(self, year: CalendarYear) {
        let shown = year.year.to_string();
        let _ = self.asked.try_set_value(shown.clone());
        if self
            .chosen
            .try_get_untracked()
            .is_some_and(|chosen| chosen != shown)
        {
            let _ = self.chosen.try_set(shown);
        }
        let _ = self.year.try_set(Load::Ready(year));
    }

    /// Takes what the server answered; where somebody was faster, the newest is shown beside the sentence.
    pub fn take(self, answer: Result<CalendarYear, Failure>, done: String) -> Result<(), Failure> {
        let _ = self.busy.try_set(false);
        match answer {
            Ok(year) => {
                self.show(year);
                let _ = self.said.try_set(Some(done));
                Ok(())
            }
            Err(failure) => {
                if failure.code == ErrorCode::VersionConflict {
                    self.bring();
                }
                Err(failure)
            }
        }
    }
}

/// `/can-bo/danh-muc/lich`
pub fn page() -> AnyView {
    let lang = lang::current();
    let kept = Kept {
        year: RwSignal::new(Load::Loading),
        said: RwSignal::new(None),
        busy: RwSignal::new(false),
        chosen: RwSignal::new(String::new()),
        asked: StoredValue::new(String::new()),
        api: Api::current(),
        lang,
    };
    let form = Form::new(kept);
    kept.bring();
    effect(move || {
        let chosen = kept.chosen.get();
        if kept.asked.get_value() != chosen {
            kept.bring();
        }
    });
    let content = dynamic(move || match kept.year.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, Callback::new(move |()| kept.bring())),
        Load::Ready(year) => of_year(form, year, lang),
    });
    view! {
        {keeping_tabs()}
        <div class="row end gap-below">
            {page_heading(text::keeping::calendar_title(lang))}
            <button type="button" class="btn" on:click=move |_| form.add()>
                {text::keeping::calendar_add(lang)}
            </button>
        </div>
        <p class="muted">{text::keeping::calendar_lead(lang)}</p>
        <p class="muted">{text::keeping::calendar_promise(lang)}</p>
        {years(kept)}
        <div role="status" class="gap-below">
            {dynamic(move || kept.said.get().map(|sentence| verdict(Tone::Ok, sentence, ())))}
        </div>
        {content}
        {calendar_form::dialogs(form)}
    }
    .into_any()
}

/// The years around the one that is shown.
fn years(kept: Kept) -> AnyView {
    let choices = Signal::derive(move || {
        let year = kept.chosen.with(|year| year.parse::<i32>().ok());
        let Some(year) = year else { return Vec::new() };
        let years = year - 3..=year + 2;
        let one = |year: i32| Choice {
            value: year.to_string(),
            label: year.to_string(),
        };
        years.map(one).collect::<Vec<_>>()
    });
    view! {
        <div class="keeping-year gap-below">
            <Select
                id="year"
                label=text::keeping::year(kept.lang)
                choices=choices
                value=kept.chosen
                errors=FormErrors::new()
            />
        </div>
    }
    .into_any()
}

/// "Thứ Hai, 31/08/2026".
pub fn day_words(day: NaiveDate, lang: Lang) -> String {
    let name = match day.weekday() {
        Weekday::Mon => text::keeping::mon(lang),
        Weekday::Tue => text::keeping::tue(lang),
        Weekday::Wed => text::keeping::wed(lang),
        Weekday::Thu => text::keeping::thu(lang),
        Weekday::Fri => text::keeping::fri(lang),
        Weekday::Sat => text::keeping::sat(lang),
        Weekday::Sun => text::keeping::sun(lang),
    };
    format!("{name}, {}", format::day(day))
}

fn of_year(form: Form, year: CalendarYear, lang: Lang) -> AnyView {
    let CalendarYear { year, days, changes } = year;
    let list = match days.is_empty() {
        true => empty(
            text::keeping::calendar_none(lang),
            text::keeping::calendar_none_hint(lang),
            (),
        ),
        false => table(form, year, days, lang),
    };
    view! {
        {list}
        {history(changes, lang)}
    }
    .into_any()
}

fn table(form: Form, year: i32, days: Vec<KeptDay>, lang: Lang) -> AnyView {
    let heads = [
        text::keeping::day(lang),
        text::keeping::day_name(lang),
        text::keeping::day_kind(lang),
    ];
    let rows: Vec<AnyView> = days.into_iter().map(|day| row(form, day, heads, lang)).collect();
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> }.into_any());
    view! {
        <table class="list">
            <caption class="unseen">{text::keeping::calendar_caption(lang, year)}</caption>
            <thead>
                <tr>{Vec::from(heads)} <td></td></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(form: Form, day: KeptDay, heads: [&'static str; 3], lang: Lang) -> AnyView {
    let kind = match day.is_worked {
        true => tag(Tone::Ok, text::keeping::day_worked(lang)),
        false => tag(Tone::Plain, text::keeping::day_off(lang)),
    };
    let words = day_words(day.day, lang);
    let name = day.name.clone();
    let change_label = text::keeping::change_label(lang, &words);
    let remove_label = text::keeping::remove_label(lang, &words);
    let again = day.clone();
    view! {
        <tr>
            <th scope="row">{words}</th>
            <td data-label=heads[1]>{name}</td>
            <td data-label=heads[2]>{kind}</td>
            <td class="keeping-acts">
                <p class="row links">
                    <button type="button" class="btn-link" aria-label=change_label on:click=move |_| form.change(&day)>
                        {text::keeping::change(lang)}
                    </button>
                    <button type="button" class="btn-link danger" aria-label=remove_label on:click=move |_| form.remove(&again)>
                        {text::keeping::remove(lang)}
                    </button>
                </p>
            </td>
        </tr>
    }
    .into_any()
}

fn history(changes: Vec<DayChange>, lang: Lang) -> AnyView {
    let line = |change: DayChange| {
        let act = match change.act {
            DayAct::Added => text::keeping::act_added(lang),
            DayAct::Changed => text::keeping::act_changed(lang),
            DayAct::Removed => text::keeping::act_removed(lang),
        };
        let words = text::keeping::change_line(
            lang,
            act,
            change.author,
            format::day(change.day),
            change.name,
            change.reason,
            change.at.vietnam_minute(),
        );
        view! { <li>{words}</li> }.into_any()
    };
    let lines: Vec<AnyView> = changes.into_iter().map(line).collect();
    let inside = match lines.is_empty() {
        true => view! { <p class="muted">{text::keeping::changes_none(lang)}</p> }.into_any(),
        false => view! { <ul class="lines">{lines}</ul> }.into_any(),
    };
    view! {
        <section class="card stack-small gap-above">
            <h2>{text::keeping::changes(lang)}</h2>
            {inside}
        </section>
    }
    .into_any()
}
