//! One unit: its place in the tree, what is said of it, and its end.

use super::form::{Fields, fields};
use crate::api::failure::of_code;
use crate::api::{Api, Failure, load};
use crate::format;
use crate::layout::keeping_tabs;
use crate::react::{dynamic, when};
use crate::route::param;
use crate::state::{lang, notice};
use crate::ui::facts::{fact, facts};
use crate::ui::{
    Dialog, Field, FormErrors, Tone, copyable_code, error_summary, load_view, page_heading, submit_button,
    text_field, verdict,
};
use crate::words;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::directory::dto::{AddUnit, ChangeUnit, EndUnit, KeptUnit, UnitRef};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::write_day;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/danh-muc/don-vi/moi`
pub fn new() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let code = RwSignal::new(String::new());
    let typed = Fields::new(None);
    let notice = notice::current();
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let navigate = navigate.clone();
        let request = AddUnit {
            code: code.get_untracked(),
            form: typed.form(),
        };
        spawn_local(async move {
            let answer = api.post::<KeptUnit>(path::UNITS, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(unit) => {
                    notice.leave(text::directory::added(lang, &unit.name));
                    navigate(&format!("{}/{}", super::TREE, unit.id), Default::default());
                }
                Err(failure) => errors.show_failure(&failure, lang, field_of),
            }
        });
    };
    let field = Field {
        hint: text::directory::code_hint(lang),
        ..Field::new("code", text::directory::code(lang))
    };
    view! {
        {keeping_tabs()}
        <div class="narrow">
            {super::back()}
            {error_summary(errors)}
            {page_heading(text::directory::add(lang))}
            <form class="card stack" novalidate=true on:submit=submit>
                {text_field(code, errors, field)}
                {fields(typed, errors, lang)}
                {submit_button(text::directory::save(lang), text::keeping::saving(lang), busy)}
            </form>
        </div>
    }
    .into_any()
}

fn field_of(path: &str) -> String {
    path.strip_prefix("form.").unwrap_or(path).to_owned()
}

/// `/can-bo/danh-muc/don-vi/:id`
pub fn page() -> AnyView {
    let id = param("id");
    let unit = load::<KeptUnit>(move || match id.get().and_then(|id| UnitId::parse(&id)) {
        Some(id) => path::kept_unit(id),
        None => format!("{}/x", path::UNITS),
    });
    view! {
        {keeping_tabs()}
        <div class="narrow">
            {super::back()}
            {load_view(unit, content)}
        </div>
    }
    .into_any()
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shared {
    api: Api,
    lang: Lang,
    errors: FormErrors,
    busy: RwSignal<bool>,
    said: RwSignal<String>,
    now: RwSignal<KeptUnit>,
    /// Whether the dialog of the end is open.
    ending: RwSignal<bool>,
}

type Answer = Pin<Box<dyn Future<Output = Result<KeptUnit, Failure>>>>;

impl Shared {
    /// Sends a change; what comes back takes the place of what is shown.
    fn send(self, answer: Answer, done: &'static str, errors: FormErrors) {
        if self.busy.get_untracked() {
            return;
        }
        errors.clear();
        self.said.set(String::new());
        self.busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(unit) => {
                    let _ = self.ending.try_set(false);
                    let _ = self.said.try_set(done.to_owned());
                    let _ = self.now.try_set(unit);
                }
                Err(failure) => errors.show_failure(&failure, self.lang, field_of),
            }
        });
    }
}

fn content(unit: KeptUnit) -> AnyView {
    let shared = Shared {
        api: Api::current(),
        lang: lang::current(),
        errors: FormErrors::new(),
        busy: RwSignal::new(false),
        // "Added", by the page before.
        said: RwSignal::new(notice::current().take().unwrap_or_default()),
        now: RwSignal::new(unit),
        ending: RwSignal::new(false),
    };
    let said = move || verdict(Tone::Ok, shared.said.get(), ());
    view! {
        {error_summary(shared.errors)}
        <div role="status" class="gap-below">{when(move || shared.said.with(|said| !said.is_empty()), said)}</div>
        {dynamic(move || shown(shared.now.get(), shared))}
    }
    .into_any()
}

fn links(units: &[UnitRef], separator: &'static str) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    for unit in units {
        if !parts.is_empty() {
            parts.push(separator.into_any());
        }
        let href = format!("{}/{}", super::TREE, unit.id);
        parts.push(view! { <a href=href>{unit.name.clone()}</a> }.into_any());
    }
    parts.into_any()
}

fn shown(unit: KeptUnit, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let mut entries = vec![
        fact(text::directory::code(lang), copyable_code(unit.code.clone())),
        fact(text::directory::level(lang), words::level(unit.level, lang)),
    ];
    if !unit.above.is_empty() {
        entries.push(fact(text::directory::parent(lang), links(&unit.above, " › ")));
    }
    if unit.below > 0 {
        let href = format!("{}?parent={}&all=true", super::TREE, unit.id);
        let link = view! { <a href=href>{text::directory::below(lang, unit.below)}</a> };
        entries.push(fact(text::directory::below_name(lang), link));
    }
    entries.push(fact(
        text::directory::valid_from(lang),
        format::day(unit.valid_from),
    ));
    if let Some(to) = unit.valid_to {
        entries.push(fact(text::directory::valid_to(lang), format::day(to)));
    }
    if !unit.successors.is_empty() {
        entries.push(fact(
            text::directory::successors(lang),
            links(&unit.successors, ", "),
        ));
    }
    if let Some(heir) = unit.heir.clone().filter(|_| unit.successors.len() > 1) {
        entries.push(fact(text::directory::heir(lang), links(&[heir], "")));
    }
    if !unit.predecessors.is_empty() {
        entries.push(fact(
            text::directory::predecessors(lang),
            links(&unit.predecessors, ", "),
        ));
    }
    let works = match unit.at_portal {
        true => text::directory::at_portal(lang),
        false => text::directory::not_at_portal(lang),
    };
    entries.push(fact(text::directory::at_portal_name(lang), works));
    view! {
        {page_heading(unit.name.clone())}
        <section class="card gap-below">{facts(false, entries)}</section>
        {editor(&unit, shared)}
    }
    .into_any()
}

fn editor(unit: &KeptUnit, shared: Shared) -> AnyView {
    let Shared {
        api,
        lang,
        errors,
        busy,
        ending,
        ..
    } = shared;
    let (id, version) = (unit.id, unit.version);
    let typed = Fields::new(Some(unit));
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let request = ChangeUnit {
            version,
            form: typed.form(),
        };
        let answer = async move { api.put::<KeptUnit>(&path::kept_unit(id), &request).await };
        shared.send(Box::pin(answer), text::directory::saved(lang), errors);
    };
    let end = match unit.valid_to {
        Some(_) => {
            let resume = move |_| {
                let request = EndUnit {
                    version,
                    valid_to: String::new(),
                    successors: Vec::new(),
                    heir: String::new(),
                };
                let answer = async move {
                    api.post::<KeptUnit>(&path::kept_unit_end(id), &request, None)
                        .await
                };
                shared.send(Box::pin(answer), text::directory::resumed(lang), errors);
            };
            view! {
                <button type="button" class="btn quiet" on:click=resume>{text::directory::resume(lang)}</button>
            }
            .into_any()
        }
        None => {
            let name = unit.name.clone();
            view! {
                <button type="button" class="btn quiet" on:click=move |_| ending.set(true)>
                    {text::directory::end(lang)}
                </button>
                <Dialog id="cham-dut" title=text::directory::end_title(lang, &name) open=ending>
                    {ending_form(id, version, shared)}
                </Dialog>
            }
            .into_any()
        }
    };
    view! {
        <form class="card stack gap-below" novalidate=true on:submit=save>
            <h2>{text::directory::change(lang)}</h2>
            {fields(typed, errors, lang)}
            <p class="hint">{text::directory::change_hint(lang)}</p>
            {submit_button(text::directory::save(lang), text::keeping::saving(lang), busy)}
        </form>
        {end}
    }
    .into_any()
}

fn ending_form(id: UnitId, version: u32, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let api = shared.api;
    let errors = FormErrors::new();
    let [day, successors, heir] = [(); 3].map(|()| RwSignal::new(String::new()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let typed = day.get_untracked();
        if typed.trim().is_empty() {
            // Nothing would take an end back.
            errors.mark("valid_to", of_code(ErrorCode::Required, lang));
            errors.show();
            return;
        }
        let request = EndUnit {
            version,
            valid_to: format::parse_day(&typed).map_or(typed, write_day),
            successors: successors.with_untracked(|codes| {
                let codes = codes.split([',', ';', '\n']).map(str::trim);
                codes.filter(|code| !code.is_empty()).map(str::to_owned).collect()
            }),
            heir: heir.get_untracked(),
        };
        let answer = async move {
            api.post::<KeptUnit>(&path::kept_unit_end(id), &request, None)
                .await
        };
        shared.send(Box::pin(answer), text::directory::end_done(lang), errors);
    };
    let to = Field {
        hint: text::directory::valid_to_hint(lang),
        inputmode: "numeric",
        class: "short",
        ..Field::new("valid_to", text::directory::valid_to(lang))
    };
    let who = Field {
        hint: text::directory::successors_hint(lang),
        optional: true,
        ..Field::new("successors", text::directory::successors(lang))
    };
    let gets = Field {
        hint: text::directory::heir_hint(lang),
        optional: true,
        ..Field::new("heir", text::directory::heir(lang))
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            {error_summary(errors)}
            <p>{text::directory::end_hint(lang)}</p>
            {text_field(day, errors, to)}
            {text_field(successors, errors, who)}
            {text_field(heir, errors, gets)}
            <div class="row">
                {submit_button(text::directory::end(lang), text::keeping::saving(lang), shared.busy)}
                <button type="button" class="btn quiet" on:click=move |_| shared.ending.set(false)>
                    {text::vault::cancel(lang)}
                </button>
            </div>
        </form>
    }
    .into_any()
}
