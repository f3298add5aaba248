//! Showing a paper to somebody: an organisation by its number, a unit, or the unit of an own dossier.

use crate::api::failure::of_code;
use crate::api::{Api, Load, load};
use crate::format;
use crate::layout::confirm::{self, Confirm};
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{
    Choice, Field, FormErrors, RadioChoice, Radios, Select, error_summary, submit_button, text_field,
};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierListItem;
use motcua_shared::id::{DossierId, PaperId, UnitId};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::share::{FindGrantee, FoundGrantee, GivePaper, GrantTo, GrantView};
use wasm_bindgen_futures::spawn_local;

/// Behind a button; `given` is told when a share was made, and `said` holds the words about it.
pub fn form(paper: PaperId, said: RwSignal<Option<String>>, given: Callback<()>) -> AnyView {
    let lang = lang::current();
    let open = RwSignal::new(false);
    let done = Callback::new(move |whom: String| {
        said.set(Some(text::share::given(lang, whom)));
        open.set(false);
        given.run(());
    });
    view! {
        <p role="status" class="said">{move || said.get()}</p>
        <p>
            <button
                type="button"
                class="btn quiet"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| {
                    said.set(None);
                    open.update(|open| *open = !*open);
                }
            >
                {text::share::add(lang)}
            </button>
        </p>
        {when(move || open.get(), move || fields(paper, done))}
    }
    .into_any()
}

fn fields(paper: PaperId, done: Callback<String>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let confirm = Confirm::new();
    let kind = RwSignal::new("organisation".to_owned());
    let [number, unit, dossier, purpose, ends_on, max_uses] = [(); 6].map(|()| RwSignal::new(String::new()));
    let found = RwSignal::new(None::<FoundGrantee>);
    let busy = RwSignal::new(false);
    let field_of = |field: &str| match field {
        "identifier" | "to.organisation" => "organisation".to_owned(),
        "to.unit" => "unit".to_owned(),
        "to.dossier" => "dossier".to_owned(),
        other => other.to_owned(),
    };
    let look_up = move || {
        busy.set(true);
        let request = FindGrantee {
            identifier: number.get_untracked(),
        };
        spawn_local(async move {
            let answer = api.post::<FoundGrantee>(path::GRANTEES, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(grantee) => {
                    let _ = found.try_set(Some(grantee));
                }
                Err(failure) => errors.show_failure(&failure, lang, field_of),
            }
        });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let required = |field: &str| errors.mark(field, of_code(ErrorCode::Required, lang));
        let to = match kind.get_untracked().as_str() {
            "unit" => unit
                .with_untracked(|id| UnitId::parse(id))
                .map(GrantTo::Unit)
                .ok_or("unit"),
            "dossier" => dossier
                .with_untracked(|id| DossierId::parse(id))
                .map(GrantTo::Dossier)
                .ok_or("dossier"),
            _ if number.with_untracked(|number| number.trim().is_empty()) => Err("organisation"),
            // First the name, so that the owner sees whom; then the share.
            _ => match found.get_untracked() {
                Some(grantee) => Ok(GrantTo::Organisation(grantee.identifier)),
                None => return look_up(),
            },
        };
        if let Err(field) = to {
            required(field);
        }
        let day = ends_on.get_untracked();
        let ends_on = format::parse_day(&day);
        if !day.trim().is_empty() && ends_on.is_none() {
            errors.mark("ends_on", of_code(ErrorCode::NotADate, lang));
        }
        let uses = max_uses.get_untracked();
        let max_uses = uses.trim().parse::<u32>().ok();
        if !uses.trim().is_empty() && max_uses.is_none() {
            errors.mark("max_uses", of_code(ErrorCode::NotAChoice, lang));
        }
        let (false, Ok(to)) = (errors.show(), to) else {
            return;
        };
        let request = GivePaper {
            to,
            purpose: Some(purpose.get_untracked()),
            ends_on,
            max_uses,
        };
        let act = move || -> confirm::Answer<GrantView> {
            let request = request.clone();
            Box::pin(async move { api.post(&path::paper_grants(paper), &request, None).await })
        };
        confirm.run(busy, act, move |answer: Result<GrantView, _>| match answer {
            Ok(grant) => done.run(super::grants::to_whom(&grant, lang)),
            Err(failure) => errors.show_failure(&failure, lang, field_of),
        });
    };
    let choice = |value: &str, label: &str, hint: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
    };
    let choices = vec![
        choice(
            "organisation",
            text::share::to_organisation(lang),
            text::share::to_organisation_hint(lang),
        ),
        choice(
            "unit",
            text::share::to_unit(lang),
            text::share::to_unit_hint(lang),
        ),
        choice(
            "dossier",
            text::share::to_dossier(lang),
            text::share::to_dossier_hint(lang),
        ),
    ];
    let whom = dynamic(move || match kind.get().as_str() {
        "unit" => units(unit, errors),
        "dossier" => dossiers(dossier, errors),
        _ => {
            let field = Field {
                hint: text::share::number_hint(lang),
                on_edit: Some(Callback::new(move |()| found.set(None))),
                ..Field::new("organisation", text::share::number(lang))
            };
            view! {
                {text_field(number, errors, field)}
                <div role="status">
                    {dynamic(move || {
                        let grantee = found.get()?;
                        Some(view! { <p class="notice">{text::share::found(lang, grantee.name)}</p> })
                    })}
                </div>
            }
            .into_any()
        }
    });
    let optional = |id: &str, label: &'static str, hint: &'static str| Field {
        optional: true,
        hint,
        ..Field::new(id, label)
    };
    let uses_field = Field {
        inputmode: "numeric",
        class: "short",
        ..optional(
            "max_uses",
            text::share::max_uses(lang),
            text::share::max_uses_hint(lang),
        )
    };
    let day_field = Field {
        class: "short",
        ..optional(
            "ends_on",
            text::share::ends_on(lang),
            text::share::ends_on_hint(lang),
        )
    };
    let is_looking = move || kind.with(|kind| kind == "organisation") && found.with(Option::is_none);
    let button = dynamic(move || {
        let label = match is_looking() {
            true => text::share::find(lang),
            false => text::share::give(lang),
        };
        submit_button(label, text::share::giving(lang), busy)
    });
    view! {
        {error_summary(errors)}
        {confirm::dialog(confirm)}
        <form class="stack" novalidate=true on:submit=submit>
            <Radios id="to" legend=text::share::to(lang) choices=choices value=kind errors=errors />
            {whom}
            {text_field(
                purpose,
                errors,
                optional("purpose", text::share::purpose(lang), text::share::purpose_hint(lang)),
            )}
            {text_field(ends_on, errors, day_field)}
            {text_field(max_uses, errors, uses_field)}
            {button}
        </form>
    }
    .into_any()
}

fn units(value: RwSignal<String>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let units = load::<Vec<UnitView>>(|| path::GRANTEE_UNITS.to_owned());
    let choices = Signal::derive(move || match units.get() {
        Load::Ready(units) => units
            .into_iter()
            .map(|unit| Choice {
                value: unit.id.to_string(),
                label: unit.name,
            })
            .collect(),
        Load::Loading | Load::Failed(_) => Vec::new(),
    });
    view! {
        <Select
            id="unit"
            label=text::share::unit(lang)
            placeholder=text::share::choose(lang)
            choices=choices
            value=value
            errors=errors
        />
    }
    .into_any()
}

fn dossiers(value: RwSignal<String>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let dossiers = load::<Page<DossierListItem>>(|| format!("{}?limit=100", path::DOSSIERS));
    let choices = Signal::derive(move || match dossiers.get() {
        Load::Ready(page) => page
            .items
            .into_iter()
            .map(|dossier| Choice {
                value: dossier.id.to_string(),
                label: format!("{} · {}", dossier.code, dossier.procedure_name),
            })
            .collect(),
        Load::Loading | Load::Failed(_) => Vec::new(),
    });
    view! {
        <Select
            id="dossier"
            label=text::share::dossier(lang)
            placeholder=text::share::choose(lang)
            choices=choices
            value=value
            errors=errors
        />
    }
    .into_any()
}
