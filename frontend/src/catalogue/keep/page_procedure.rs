//! One procedure: everything that it says, its versions, and the record that it was made of.

use super::form_schema;
use super::words;
use super::{form_template, form_workflow};
use crate::api::{Api, load};
use crate::catalogue::{guidance, needs};
use crate::dom;
use crate::layout::keeping_tabs;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{
    FormErrors, Tone, copyable_code, error_summary, left_notice, load_view, page_heading, tag, verdict,
};
use crate::words::{applicants, levels};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{Case, Component, ProcedureDefinition, ProcedureView};
use motcua_shared::catalogue::keep::{KeptProcedure, KeptVersion};
use motcua_shared::id::ProcedureId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/danh-muc/thu-tuc/:code`
pub fn page() -> AnyView {
    let lang = lang::current();
    let code = param("code");
    // It stands in the address as it was encoded.
    let kept = load::<KeptProcedure>(move || path::kept_procedure(&code.get().unwrap_or_default()));
    view! {
        {keeping_tabs()}
        {super::back(super::LIST.to_owned(), text::keeping::back(lang))}
        {left_notice()}
        {load_view(kept, current)}
    }
    .into_any()
}

/// `/can-bo/danh-muc/thu-tuc/:code/ban/:id`
pub fn version() -> AnyView {
    let lang = lang::current();
    let (code, id) = (param("code"), param("id"));
    let kept = load::<ProcedureView>(move || {
        let id = id.get().and_then(|id| ProcedureId::parse(&id));
        let code = code.get().unwrap_or_default();
        match id {
            Some(id) => path::kept_procedure_version(&code, id),
            None => path::kept_procedure(&code),
        }
    });
    view! {
        {keeping_tabs()}
        {super::back(super::LIST.to_owned(), text::keeping::back(lang))}
        {load_view(kept, older)}
    }
    .into_any()
}

fn older(version: ProcedureView) -> AnyView {
    let lang = lang::current();
    let definition = version.definition;
    let to_current = super::address(&definition.code);
    let said = text::keeping::old_version_hint(lang);
    view! {
        {page_heading(definition.name.clone())}
        {verdict(
            Tone::Plain,
            said,
            view! { <p><a href=to_current>{text::keeping::to_current(lang)}</a></p> },
        )}
        <div class="stack gap-above">{content(&definition, lang)}</div>
    }
    .into_any()
}

fn current(kept: KeptProcedure) -> AnyView {
    let lang = lang::current();
    let KeptProcedure {
        id,
        definition,
        versions,
        has_source,
        ..
    } = kept;
    let edit = format!("{}/sua", super::address(&definition.code));
    let public = format!("/thu-tuc/{}", dom::encode(&definition.code));
    let code = definition.code.clone();
    view! {
        {page_heading(definition.name.clone())}
        <p class="row gap-below">
            <a class="btn" href=edit>{text::keeping::edit(lang)}</a>
            <a href=public>{text::keeping::see_public(lang)}</a>
        </p>
        <div class="stack">
            {content(&definition, lang)}
            {form_template::list(&definition, id, lang)}
            {list_versions(&code, versions, lang)}
            {has_source.then(|| source(code, lang))}
        </div>
    }
    .into_any()
}

fn or_none(said: String, lang: Lang) -> String {
    match said.is_empty() {
        true => text::keeping::not_said(lang).to_owned(),
        false => said,
    }
}

fn content(definition: &ProcedureDefinition, lang: Lang) -> AnyView {
    let said = |label, words: String| fact(label, or_none(words, lang));
    let reception = tag(Tone::Plain, words::reception(definition.reception, lang));
    let entries = vec![
        fact(
            text::catalogue::code(lang),
            copyable_code(definition.code.clone()),
        ),
        fact(text::keeping::reception(lang), reception),
        said(text::catalogue::field(lang), definition.field.clone()),
        said(
            text::keeping::life_events(lang),
            words::life_events(&definition.life_events, lang),
        ),
        said(
            text::catalogue::applicants(lang),
            applicants(&definition.applicants, lang),
        ),
        said(text::catalogue::levels(lang), levels(&definition.levels, lang)),
        said(
            text::catalogue::delivery(lang),
            words::deliveries(&definition.delivery, lang),
        ),
        said(
            text::keeping::source(lang),
            definition.source.clone().unwrap_or_default(),
        ),
    ];
    let results = definition.results.iter().map(|result| match &result.code {
        Some(code) => format!("{} ({code})", result.name),
        None => result.name.clone(),
    });
    view! {
        <section class="card">
            <h2>{text::keeping::basic(lang)}</h2>
            {facts(false, entries)}
        </section>
        {cases(&definition.cases, lang)}
        {components(definition, lang)}
        {form(definition, lang)}
        {needs::list(text::keeping::results(lang), results.collect())}
        {needs::list(text::work::steps(lang), definition.workflow.iter().map(|step| form_workflow::said(step, lang)).collect())}
        {guidance::channels(&definition.guidance)}
        {guidance::steps(&definition.guidance)}
        {guidance::more(&definition.guidance)}
        {needs::list(text::catalogue::grounds(lang), definition.legal_grounds.clone())}
    }
    .into_any()
}

fn section(title: &'static str, entries: Vec<AnyView>, lang: Lang) -> AnyView {
    let inside = match entries.is_empty() {
        true => view! { <p class="muted">{text::keeping::none_said(lang)}</p> }.into_any(),
        false => view! { <ol class="needs">{entries}</ol> }.into_any(),
    };
    view! {
        <section class="card stack-small">
            <h2>{title}</h2>
            {inside}
        </section>
    }
    .into_any()
}

fn cases(cases: &[Case], lang: Lang) -> AnyView {
    let entries = cases
        .iter()
        .map(|case| view! { <li>{words::case(case, lang)}</li> }.into_any());
    section(text::keeping::cases(lang), entries.collect(), lang)
}

fn components(definition: &ProcedureDefinition, lang: Lang) -> AnyView {
    let entry = |component: &Component| {
        let told = words::component(component, &definition.cases, lang);
        let (name, rest) = told.split_once(" · ").unwrap_or((&told, ""));
        let forms = (!component.forms.is_empty()).then(|| {
            view! { <p class="hint">{component.forms.join("; ")}</p> }
        });
        view! {
            <li>
                <b>{name.to_owned()}</b>
                <p class="hint">{rest.to_owned()}</p>
                {forms}
            </li>
        }
        .into_any()
    };
    let entries = definition.components.iter().map(entry).collect();
    section(text::keeping::components(lang), entries, lang)
}

/// The electronic form, which takes the place of the declaration on paper.
fn form(definition: &ProcedureDefinition, lang: Lang) -> AnyView {
    let inside = match definition.form.clone() {
        None => view! { <p class="muted">{text::keeping::form_none(lang)}</p> }.into_any(),
        Some(form) => {
            let code = definition.code.clone();
            let count = text::keeping::form_count(lang, form.all().count());
            let title = form.title.clone();
            view! {
                <p>
                    <b>{title}</b>
                    " · "
                    {count}
                </p>
                <button type="button" class="btn quiet" on:click=move |_| form_schema::download(&form, &code)>
                    {text::keeping::form_download(lang)}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <section class="card stack-small">
            <h2>{text::keeping::form(lang)}</h2>
            {inside}
        </section>
    }
    .into_any()
}

fn list_versions(code: &str, versions: Vec<KeptVersion>, lang: Lang) -> AnyView {
    let entry = |version: KeptVersion| {
        let at = version.since.vietnam_minute();
        let by = match version.author {
            Some(author) => text::keeping::version_by(lang, author, words::origin(version.origin, lang)),
            None => words::origin(version.origin, lang).to_owned(),
        };
        let mark = version
            .is_current
            .then(|| tag(Tone::Ok, text::keeping::version_current(lang)));
        let when = match version.is_current {
            true => view! { <b>{at}</b> }.into_any(),
            false => {
                let address = format!("{}/ban/{}", super::address(code), version.id);
                let label = text::keeping::version_open(lang, &at);
                view! { <a href=address aria-label=label>{at}</a> }.into_any()
            }
        };
        view! { <li>{when} " " {mark} <p class="hint">{by}</p></li> }.into_any()
    };
    let entries: Vec<AnyView> = versions.into_iter().map(entry).collect();
    view! {
        <section class="card stack-small">
            <h2>{text::keeping::versions(lang)}</h2>
            <ul class="lines">{entries}</ul>
        </section>
    }
    .into_any()
}

/// The record of the national catalogue, byte by byte.
fn source(code: String, lang: Lang) -> AnyView {
    let api = Api::current();
    let errors = FormErrors::new();
    let act = move |_| {
        let code = code.clone();
        errors.clear();
        spawn_local(async move {
            match api.get_bytes(&path::procedure_source(&dom::encode(&code))).await {
                Ok(bytes) => dom::save(&bytes, "application/json", &format!("{code}.json")),
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    view! {
        <section>
            {error_summary(errors)}
            <button type="button" class="btn quiet" on:click=act>{text::keeping::source_record(lang)}</button>
        </section>
    }
    .into_any()
}
