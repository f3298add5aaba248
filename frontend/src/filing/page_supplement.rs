//! What a unit asks for once more: exactly the asked parts, each with its reason, in the way of the wizard.

use crate::api::{Api, Load, load};
use crate::filing::conflict;
use crate::filing::draft::Draft;
use crate::filing::form::Form;
use crate::filing::model::Step;
use crate::filing::part;
use crate::filing::picker::{self, Picker};
use crate::filing::picker_tabs;
use crate::filing::rounds::old_file;
use crate::filing::saving::Saving;
use crate::filing::step_form;
use crate::format;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::route::param;
use crate::state::{ground, lang, notice};
use crate::ui::{Tone, empty, error_summary, failure_box, page_heading, skeleton, submit_button, verdict};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::Course;
use motcua_shared::processing::supplement::OpenRound;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/ho-so/:id/bo-sung`
pub fn page() -> AnyView {
    ground::provide_own(picker_tabs::view);
    signed_in(supplement)
}

fn supplement() -> AnyView {
    let typed = param("id");
    let id = Memo::new(move |_| typed.get().and_then(|text| DossierId::parse(&text)));
    view! {
        <div class="narrow wizard">
            {dynamic(move || match id.get() {
                Some(id) => loaded(id),
                None => nothing(String::from("/ho-so")),
            })}
        </div>
    }
    .into_any()
}

fn loaded(id: DossierId) -> AnyView {
    let round = load::<OpenRound>(move || path::dossier_supplement(id));
    let retry = Callback::new(move |()| round.retry());
    dynamic(move || match round.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) if failure.code == ErrorCode::NotFound => nothing(format!("/ho-so/{id}")),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(open) => asked(id, open),
    })
}

fn nothing(dossier: String) -> AnyView {
    let lang = lang::current();
    let hint = empty(
        text::dossier::supply_none_hint(lang),
        "",
        view! { <a href=dossier class="btn">{text::dossier::to_dossier(lang)}</a> },
    );
    view! {
        {page_heading(text::dossier::supply_none(lang))}
        {hint}
    }
    .into_any()
}

fn asked(id: DossierId, open: OpenRound) -> AnyView {
    let lang = lang::current();
    let OpenRound { round, draft, filed } = open;
    let name = draft.procedure.definition.name.clone();
    let components = draft.procedure.definition.components.clone();
    let draft = Draft::new(draft);
    let schema = draft
        .view
        .with_untracked(|view| view.procedure.definition.form.clone());
    let form = Form::new(Saving::new(draft), Step::Form);
    let picker = Picker::new();
    let number = round.number;
    let parts = components
        .into_iter()
        .enumerate()
        .map(|(index, mut component)| {
            let asked = round.parts.iter().find(|part| part.component_id == component.id);
            // Why it is asked for stands first, before anything is chosen.
            component.note = asked.map(|part| text::dossier::reason(lang, &part.reason));
            let old = asked.map(|part| old_file(id, number, part));
            view! {
                <div class="asked-part">
                    {part::view(form, picker, index + 1, component)}
                    <p class="hint">{text::dossier::old_file(lang)} ": " {old}</p>
                </div>
            }
        })
        .collect_view();
    let has_both = schema.is_some() && !round.parts.is_empty();
    let answers = schema.map(|schema| {
        view! {
            <h2>{text::dossier::supply_answers(lang)}</h2>
            <p class="hint">{text::dossier::supply_answers_hint(lang)}</p>
            <div role="status">{dynamic(move || conflict::standing(form.saving, Step::Form, lang))}</div>
            {step_form::asked_again(schema, form, &round, filed)}
        }
    });
    let heading = has_both.then(|| view! { <h2>{text::dossier::supply_parts(lang)}</h2> });
    let until = text::dossier::round_until(lang, format::day(round.answer_until));
    let by = text::dossier::round_by(lang, round.asked_at.vietnam_minute(), &round.unit);
    let said = view! {
        <p>{by}</p>
        <p>{until}</p>
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !form.busy.get_untracked() && check(form) {
            send(id, form);
        }
    };
    view! {
        <a href=format!("/ho-so/{id}") class="back">
            <span aria-hidden="true">"←"</span>
            {text::dossier::to_dossier(lang)}
        </a>
        {error_summary(form.errors)}
        {page_heading(text::dossier::supply_title(lang))}
        <p class="hint">{name}</p>
        {verdict(Tone::Warn, round.words, said)}
        <p class="muted">{text::dossier::supply_hint(lang)}</p>
        <form class="stack" novalidate=true on:submit=submit>
            {answers}
            {heading}
            <div class="parts">{parts}</div>
            <div class="row gap-above">
                {submit_button(text::dossier::supply(lang), text::dossier::supplying(lang), form.busy)}
            </div>
        </form>
        {picker::dialog(draft, picker)}
        {draft.leave.dialog()}
    }
    .into_any()
}

/// Names every file that was chosen and is not received, and every part without one: the file that stands there from before is not
/// the one that the person means.
fn check(form: Form) -> bool {
    let lang = form.lang;
    form.errors.clear();
    let transfers = form.draft.transfers;
    let moving = transfers.under_way();
    let chosen = untrack(|| transfers.not_received());
    let missing = |view: &DraftView| -> Vec<(String, String)> {
        let wanted = view.procedure.definition.components.iter();
        let empty = |id: &str| {
            let mut parts = view.components.iter();
            parts.any(|part| part.component_id == id && part.attachment.is_none())
        };
        wanted
            .filter(|component| empty(&component.id))
            .map(|component| (component.id.clone(), component.name.clone()))
            .collect()
    };
    for (id, name) in form.draft.view.with_untracked(missing) {
        if !chosen.iter().any(|(other, _)| *other == id) {
            let sentence = text::filing::component_needed(lang, name);
            form.errors.mark(&part::element(&id), sentence);
        }
    }
    for (id, file) in &chosen {
        let sentence = match moving.iter().any(|(other, _)| other == id) {
            true => text::filing::still_moving(lang, file),
            false => text::filing::not_through(lang, file),
        };
        form.errors.mark(&part::element(id), sentence);
    }
    !form.errors.show()
}

fn send(id: DossierId, form: Form) {
    let notice = notice::current();
    let api = Api::current();
    form.busy.set(true);
    spawn_local(async move {
        // A round without answers has nothing that was typed.
        if form.draft.has_form() && !form.is_settled().await {
            let _ = form.busy.try_set(false);
            return;
        }
        let answer: Result<Course, _> = form.draft.send_whole(&path::dossier_supplement(id)).await;
        let _ = form.busy.try_set(false);
        match answer {
            Ok(_) => {
                notice.leave(text::dossier::supplied(form.lang).to_owned());
                form.go(&format!("/ho-so/{id}"));
            }
            Err(failure) => form.errors.show_failure(&failure, api.lang(), str::to_owned),
        }
    });
}
