//! One question of another unit: what was filed, and the answer.

use super::SIGN_IN;
use super::opinion::{answered, standing};
use super::page_opinions::LIST;
use super::part_files::opener;
use crate::api::{Api, Failure, load};
use crate::dom::encode;
use crate::format;
use crate::layout::signed_in_at;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{
    Field, FormErrors, RadioChoice, Radios, copyable_code, error_summary, load_view, page_heading,
    submit_button, text_field,
};
use leptos::prelude::*;
use motcua_shared::id::OpinionId;
use motcua_shared::path;
use motcua_shared::processing::opinion::{AnswerOpinion, OpinionCase, OpinionFile, Stance};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/y-kien/:id`
pub fn page() -> AnyView {
    signed_in_at(SIGN_IN, one)
}

fn one() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let loaded = load::<OpinionCase>(move || {
        format!(
            "{}/{}",
            path::DESK_OPINIONS,
            encode(&id.get().unwrap_or_default())
        )
    });
    view! {
        <a class="back" href=LIST>
            <span aria-hidden="true">"←"</span>
            {text::work::opinions_title(lang)}
        </a>
        {load_view(loaded, content)}
    }
    .into_any()
}

fn content(case: OpinionCase) -> AnyView {
    let now = RwSignal::new(case);
    let name = now.with_untracked(|case| case.opinion.procedure_name.clone());
    let code = now.with_untracked(|case| case.opinion.code.clone());
    view! {
        {page_heading(name)}
        <p class="dossier-line">{copyable_code(code)} {dynamic(move || now.with(|case| standing(&case.opinion, lang::current())))}</p>
        {dynamic(move || body(&now.get(), now))}
    }
    .into_any()
}

fn body(case: &OpinionCase, now: RwSignal<OpinionCase>) -> AnyView {
    let lang = lang::current();
    let opinion = &case.opinion;
    let asked = text::work::opinion_by(
        lang,
        &opinion.asked_by,
        opinion.asked_at.vietnam_minute(),
        &opinion.asking_unit,
    );
    let mut entries = vec![
        fact(text::work::opinion_question(lang), opinion.question.clone()),
        fact(text::work::opinion_from(lang), asked),
        fact(text::work::opinion_last_day(lang), format::day(opinion.until)),
    ];
    entries.extend(
        case.owner_name
            .clone()
            .map(|owner| fact(text::processing::owner(lang), owner)),
    );
    let id = opinion.id;
    let file = |file: &OpinionFile| part(id, file, lang);
    let files: Vec<AnyView> = case.files.iter().map(file).collect();
    let files = (!files.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{text::processing::components(lang)}</h2>
                <p class="hint">{text::work::opinion_files_hint(lang)}</p>
                <ol class="filed-parts">{files}</ol>
            </section>
        }
    });
    let answer = match (&opinion.answer, opinion.is_over) {
        (Some(_), _) => view! {
            <section class="card stack-small">
                <h2>{text::work::opinion_answer(lang)}</h2>
                {answered(opinion, lang)}
            </section>
        }
        .into_any(),
        (None, true) => ().into_any(),
        (None, false) => form(id, now),
    };
    view! {
        <div class="case">
            <div class="stack">
                <section class="card">
                    <h2>{text::work::opinion_asks(lang)}</h2>
                    {facts(false, entries)}
                </section>
                {files}
            </div>
            <div class="stack">{answer}</div>
        </div>
    }
    .into_any()
}

fn part(id: OpinionId, file: &OpinionFile, lang: Lang) -> AnyView {
    let line = format!("{} · {}", file.file.file_name, format::size(file.file.size, lang));
    let address = path::desk_opinion_file(id, &file.component_id);
    let is_pdf = file.file.verdict.is_some();
    view! {
        <li class="filed-part">
            <h3>{file.name.clone()}</h3>
            <p class="file-line">{line}</p>
            {opener(address, file.file.file_name.clone(), &file.name, is_pdf)}
        </li>
    }
    .into_any()
}

const AGREE: &str = "agree";
const DISAGREE: &str = "disagree";
const REMARK: &str = "remark";

fn form(id: OpinionId, now: RwSignal<OpinionCase>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let (stance, said) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let choice = |value: &str, label: &str| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
    };
    let stances = vec![
        choice(AGREE, text::work::stance_agree(lang)),
        choice(DISAGREE, text::work::stance_disagree(lang)),
        choice(REMARK, text::work::stance_remark(lang)),
    ];
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let chosen = stance.with_untracked(|stance| match stance.as_str() {
            AGREE => Some(Stance::Agree),
            DISAGREE => Some(Stance::Disagree),
            REMARK => Some(Stance::Remark),
            _ => None,
        });
        let Some(stance) = chosen else {
            errors.mark("stance", text::work::stance_none(lang).to_owned());
            errors.show();
            return;
        };
        let request = AnswerOpinion {
            stance,
            words: said.get_untracked(),
        };
        busy.set(true);
        spawn_local(async move {
            let address = format!("{}/answer", path::desk_opinion(id));
            let answer: Result<OpinionCase, Failure> = api.post(&address, &request, None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(case) => {
                    let _ = now.try_set(case);
                }
                Err(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
            }
        });
    };
    let words = Field {
        hint: text::work::opinion_words_hint(lang),
        multiline: true,
        ..Field::new("words", text::work::words(lang))
    };
    view! {
        {error_summary(errors)}
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{text::work::opinion_answer(lang)}</h2>
            <Radios id="stance" legend=text::work::stance(lang) choices=stances value=stance errors=errors />
            {text_field(said, errors, words)}
            <p>{submit_button(text::work::opinion_send(lang), text::work::opinion_sending(lang), busy)}</p>
        </form>
    }
    .into_any()
}
