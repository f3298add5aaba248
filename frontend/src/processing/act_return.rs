//! The end of a dossier with its result.

use super::act::{self, Now, settle};
use super::confirm;
use super::result_form::ResultForm;
use crate::api::Api;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{Choice, FormErrors, Tone, error_summary, submit_button, verdict};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossier, ResultGoes, ReturnDossier};
use motcua_shared::processing::rule::MAX_RESULTS;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Results, and the way to end without one.
pub fn form(desk: &DeskDossier, now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let proposed = desk.proposed_category.clone().unwrap_or_default();
    let choices = RwSignal::new(Vec::<Choice>::new());
    spawn_local(async move {
        let Ok(types) = api.get::<Vec<PaperType>>(path::PAPER_TYPES, None).await else {
            return;
        };
        let all = types.into_iter().flat_map(|kind| kind.categories);
        let all = all.map(|category| Choice {
            value: category.code,
            label: category.name,
        });
        let _ = choices.try_set(all.collect());
    });
    let forms = RwSignal::new(vec![ResultForm::new(0, proposed.clone())]);
    on_cleanup(move || {
        let _ = forms.try_with_untracked(|forms| forms.iter().for_each(|form| form.give_up()));
    });
    let asking = RwSignal::new(false);
    let checked = move || {
        errors.clear();
        let all = forms.get_untracked();
        let results: Vec<_> = all.iter().filter_map(|form| form.check(errors, lang)).collect();
        (!errors.show() && results.len() == all.len()).then_some((all, results))
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() && checked().is_some() {
            asking.set(true);
        }
    };
    let go = Callback::new(move |()| {
        let Some((all, results)) = checked() else {
            return;
        };
        let id = now.with_untracked(|desk| desk.dossier.id);
        let request = ReturnDossier {
            version: act::version(now),
            results,
        };
        busy.set(true);
        spawn_local(async move {
            let address = path::desk_dossier_part(id, "return");
            let answer = api.post(&address, &request, None).await;
            settle(api, answer, (now, errors, busy), |path| field_of(path, &all));
        });
    });
    let hint = (!desk.results_named.is_empty()).then(|| {
        let named = text::processing::result_named(lang, desk.results_named.join("; "));
        view! { <p class="muted">{named}</p> }
    });
    view! {
        {error_summary(errors)}
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{text::processing::return_title(lang)}</h2>
            {hint}
            {goes(desk.goes)}
            {dynamic(move || {
                let all = forms.get();
                let many = all.len() > 1;
                let one = |(at, form): (usize, &ResultForm)| one(*form, at + 1, many, (now, errors, choices), forms);
                all.iter().enumerate().map(one).collect::<Vec<AnyView>>()
            })}
            {dynamic(move || forms.with(|forms| forms.len() < MAX_RESULTS).then(|| more(forms, proposed.clone())))}
            {submit_button(text::processing::act_return(lang), text::processing::returning(lang), busy)}
        </form>
        {confirm::dialog(asking, now, forms, go)}
        {act::stop(now)}
    }
    .into_any()
}

/// The way to a result that the unit writes itself.
pub fn draft(desk: &DeskDossier) -> AnyView {
    if !desk.may_draft {
        return ().into_any();
    }
    let lang = lang::current();
    view! {
        <section class="card stack-small">
            <h2>{text::drafting::title(lang)}</h2>
            <p class="muted">{text::drafting::open_hint(lang)}</p>
            <p>
                <a class="btn" rel="external" href=format!("/can-bo/ho-so/{}/ket-qua", desk.dossier.id)>
                    {text::drafting::open(lang)}
                </a>
            </p>
        </section>
    }
    .into_any()
}

/// "results.1.upload_id" is the file of the second form.
fn field_of(path: &str, forms: &[ResultForm]) -> String {
    let found = path.strip_prefix("results.").and_then(|rest| {
        let (at, name) = rest.split_once('.')?;
        let form = forms.get(at.parse::<usize>().ok()?)?;
        let name = if name == "upload_id" { "file" } else { name };
        Some(form.field(name))
    });
    found.unwrap_or_else(|| path.to_owned())
}

fn goes(goes: ResultGoes) -> AnyView {
    let lang = lang::current();
    match goes {
        ResultGoes::ToFiler => verdict(Tone::Plain, text::processing::return_to_filer(lang), ()),
        ResultGoes::ToOwner => verdict(Tone::Plain, text::processing::return_to_owner(lang), ()),
        ResultGoes::NoAccount => verdict(Tone::Warn, text::processing::return_no_account(lang), ()),
        ResultGoes::OtherName => verdict(Tone::Warn, text::processing::return_other_name(lang), ()),
    }
}

type Page = (Now, FormErrors, RwSignal<Vec<Choice>>);

fn one(
    form: ResultForm,
    number: usize,
    many: bool,
    (now, errors, choices): Page,
    forms: RwSignal<Vec<ResultForm>>,
) -> AnyView {
    let lang = lang::current();
    let fields = form.view(now, errors, choices);
    if !many {
        return fields;
    }
    let remove = move |_| {
        form.give_up();
        forms.update(|forms| forms.retain(|other| other.key != form.key));
    };
    view! {
        <fieldset class="result stack">
            <legend>{text::processing::result_of(lang, number)}</legend>
            {fields}
            <p>
                <button
                    type="button"
                    class="btn quiet"
                    aria-label=text::processing::remove_result_label(lang, number)
                    on:click=remove
                >
                    {text::processing::remove_result(lang)}
                </button>
            </p>
        </fieldset>
    }
    .into_any()
}

fn more(forms: RwSignal<Vec<ResultForm>>, category: String) -> AnyView {
    let lang = lang::current();
    let add = move |_| {
        let category = category.clone();
        forms.update(|forms| {
            let key = forms.iter().map(|form| form.key + 1).max().unwrap_or_default();
            forms.push(ResultForm::new(key, category));
        });
    };
    view! {
        <p>
            <button type="button" class="btn quiet" on:click=add>
                {text::processing::add_result(lang)}
            </button>
        </p>
    }
    .into_any()
}
