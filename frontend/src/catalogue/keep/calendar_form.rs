//! The dialogs in which a day is put in, changed or taken out.

use super::page_calendar::{Kept, day_words};
use crate::api::{Load, load};
use crate::format;
use crate::react::{dynamic, when};
use crate::ui::{Dialog, Field, FormErrors, RadioChoice, Radios, error_summary, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::calendar::{CalendarYear, KeptDay, RemoveDay, WriteDay};
use motcua_shared::path;
use motcua_shared::statistics::dto::DueOver;
use motcua_shared::text;
use motcua_shared::time::write_day;
use wasm_bindgen_futures::spawn_local;

/// Its fields; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Form {
    kept: Kept,
    writing: RwSignal<bool>,
    removing: RwSignal<bool>,
    /// The day that is changed or taken out.
    known: RwSignal<Option<KeptDay>>,
    day: RwSignal<String>,
    name: RwSignal<String>,
    kind: RwSignal<String>,
    reason: RwSignal<String>,
    errors: FormErrors,
}

impl Form {
    /// Closed.
    pub fn new(kept: Kept) -> Self {
        let [day, name, kind, reason] = [(); 4].map(|()| RwSignal::new(String::new()));
        Self {
            kept,
            writing: RwSignal::new(false),
            removing: RwSignal::new(false),
            known: RwSignal::new(None),
            day,
            name,
            kind,
            reason,
            errors: FormErrors::new(),
        }
    }

    fn show(self, known: Option<&KeptDay>) {
        self.errors.clear();
        self.kept.said.set(None);
        self.day
            .set(known.map(|known| format::day(known.day)).unwrap_or_default());
        self.name
            .set(known.map(|known| known.name.clone()).unwrap_or_default());
        let is_worked = known.is_some_and(|known| known.is_worked);
        self.kind.set(if is_worked { "worked" } else { "off" }.to_owned());
        self.reason.set(String::new());
        self.known.set(known.cloned());
    }

    /// "Thêm ngày"
    pub fn add(self) {
        self.show(None);
        self.writing.set(true);
    }

    /// "Sửa"
    pub fn change(self, known: &KeptDay) {
        self.show(Some(known));
        self.writing.set(true);
    }

    /// "Bỏ"
    pub fn remove(self, known: &KeptDay) {
        self.show(Some(known));
        self.removing.set(true);
    }

    fn begin(self) -> bool {
        if self.kept.busy.get_untracked() {
            return false;
        }
        self.errors.clear();
        self.kept.busy.set(true);
        true
    }

    fn write(self) {
        if !self.begin() {
            return;
        }
        let kept = self.kept;
        let typed = self.day.get_untracked();
        // What is no day travels as it is: the server says so beside everything else.
        let day = format::parse_day(&typed).map(write_day);
        let address = path::calendar_day(&crate::dom::encode(&day.unwrap_or_else(|| typed.clone() + " ")));
        let request = WriteDay {
            version: self
                .known
                .with_untracked(|known| known.as_ref().map(|known| known.version)),
            name: self.name.get_untracked(),
            is_worked: self.kind.with_untracked(|kind| kind == "worked"),
            reason: self.reason.get_untracked(),
        };
        let done = text::keeping::day_saved(kept.lang, typed.trim());
        spawn_local(async move {
            let answer = kept.api.put::<CalendarYear>(&address, &request).await;
            match kept.take(answer, done) {
                Ok(()) => {
                    let _ = self.writing.try_set(false);
                }
                Err(failure) => self.errors.show_failure(&failure, kept.lang, str::to_owned),
            }
        });
    }

    fn take_out(self) {
        let Some(known) = self.known.get_untracked() else {
            return;
        };
        if !self.begin() {
            return;
        }
        let kept = self.kept;
        let address = path::calendar_day_removal(&write_day(known.day));
        let request = RemoveDay {
            version: known.version,
            reason: self.reason.get_untracked(),
        };
        let done = text::keeping::day_removed(kept.lang, format::day(known.day));
        spawn_local(async move {
            let answer = kept.api.post::<CalendarYear>(&address, &request, None).await;
            match kept.take(answer, done) {
                Ok(()) => {
                    let _ = self.removing.try_set(false);
                }
                Err(failure) => self.errors.show_failure(&failure, kept.lang, |path| match path {
                    "reason" => "removal-reason".to_owned(),
                    other => other.to_owned(),
                }),
            }
        });
    }
}

/// Both dialogs.
pub fn dialogs(form: Form) -> AnyView {
    let lang = form.kept.lang;
    view! {
        <Dialog id="ngay" title=text::keeping::day_dialog(lang) open=form.writing>
            {fields(form)}
        </Dialog>
        <Dialog id="bo-ngay" title=text::keeping::removal(lang) open=form.removing>
            {removal(form)}
        </Dialog>
    }
    .into_any()
}

fn fields(form: Form) -> AnyView {
    let lang = form.kept.lang;
    let errors = form.errors;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.write();
    };
    let day = move || {
        let day = Field {
            hint: text::keeping::day_hint(lang),
            inputmode: "numeric",
            class: "short",
            ..Field::new("day", text::keeping::day(lang))
        };
        text_field(form.day, errors, day)
    };
    let known = dynamic(move || {
        let known = form.known.get()?;
        Some(view! { <p><b>{day_words(known.day, lang)}</b></p> })
    });
    let name = Field {
        hint: text::keeping::day_name_hint(lang),
        ..Field::new("name", text::keeping::day_name(lang))
    };
    let reason = Field {
        hint: text::keeping::reason_hint(lang),
        multiline: true,
        ..Field::new("reason", text::keeping::reason(lang))
    };
    let kinds = vec![
        RadioChoice {
            value: "off".to_owned(),
            label: text::keeping::day_off(lang).to_owned(),
            hint: String::new(),
        },
        RadioChoice {
            value: "worked".to_owned(),
            label: text::keeping::day_worked(lang).to_owned(),
            hint: text::keeping::day_worked_hint(lang).to_owned(),
        },
    ];
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {error_summary(errors)}
            {known}
            {when(move || form.known.with(Option::is_none), day)}
            <Radios id="is_worked" legend=text::keeping::day_kind(lang) choices=kinds value=form.kind errors=errors />
            {text_field(form.name, errors, name)}
            {text_field(form.reason, errors, reason)}
            {touched(form)}
            <p class="hint">{text::keeping::calendar_promise(lang)}</p>
            <div class="row">
                {submit_button(text::keeping::save_day(lang), text::keeping::saving(lang), form.kept.busy)}
                <button type="button" class="btn quiet" on:click=move |_| form.writing.set(false)>
                    {text::vault::cancel(lang)}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// How many open dossiers were promised a day with the calendar as it is now, before it is changed.
fn touched(form: Form) -> AnyView {
    let lang = form.kept.lang;
    let day = Memo::new(move |_| match form.known.get() {
        Some(known) => Some(known.day),
        None => form.day.with(|typed| format::parse_day(typed)),
    });
    let found = move || {
        let day = day.get()?;
        let found = load::<DueOver>(move || path::calendar_day_dossiers(&write_day(day)));
        Some(dynamic(move || match found.get() {
            Load::Ready(found) => {
                view! { <p>{text::keeping::calendar_touched(lang, found.dossiers)}</p> }.into_any()
            }
            // The change stands without the figure.
            Load::Loading | Load::Failed(_) => ().into_any(),
        }))
    };
    view! { <div role="status">{dynamic(found)}</div> }.into_any()
}

fn removal(form: Form) -> AnyView {
    let lang = form.kept.lang;
    let errors = form.errors;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.take_out();
    };
    let asked = form.known.with_untracked(|known| {
        known
            .as_ref()
            .map(|known| text::keeping::removal_title(lang, day_words(known.day, lang)))
    });
    let reason = Field {
        hint: text::keeping::reason_hint(lang),
        multiline: true,
        ..Field::new("removal-reason", text::keeping::reason(lang))
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {error_summary(errors)}
            <p><b>{asked}</b></p>
            <p>{text::keeping::removal_hint(lang)}</p>
            {touched(form)}
            {text_field(form.reason, errors, reason)}
            <div class="row">
                {submit_button(text::keeping::removal(lang), text::keeping::saving(lang), form.kept.busy)}
                <button type="button" class="btn quiet" on:click=move |_| form.removing.set(false)>
                    {text::vault::cancel(lang)}
                </button>
            </div>
        </form>
    }
    .into_any()
}
