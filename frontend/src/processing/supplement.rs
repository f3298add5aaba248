//! Asking for parts of a dossier once more, and the rounds so far: the new file beside the old one.

use super::act::{Now, settle, version};
use super::part_files::opener;
use crate::api::Api;
use crate::format;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{
    Field, FormErrors, Tone, error_summary, quiet_submit_button, round_answer, tag, text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::filing::dto::{Attachment, DossierComponent, DossierStatus};
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::processing::supplement::{
    AskAnswer, AskPart, AskSupplement, Question, Round, RoundAnswer, RoundPart, RoundState,
};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// A part, or an answer, that may be asked for.
#[derive(Clone)]
struct Choice {
    /// `parts` or `answers`, as in the request.
    list: &'static str,
    id: String,
    name: String,
    /// What stands there.
    hint: Option<String>,
    chosen: RwSignal<bool>,
    reason: RwSignal<String>,
}

impl Choice {
    fn part(component: &DossierComponent) -> Self {
        let name = component.name.clone();
        Self::new("parts", component.component_id.clone(), name, None)
    }

    fn answer(question: &Question, lang: Lang) -> Self {
        let none = || text::dossier::no_answer(lang).to_owned();
        let answer = question.answer.clone().unwrap_or_else(none);
        let hint = format!("{}: {answer}", text::dossier::old_answer(lang));
        Self::new(
            "answers",
            question.field.clone(),
            question.title.clone(),
            Some(hint),
        )
    }

    fn new(list: &'static str, id: String, name: String, hint: Option<String>) -> Self {
        Self {
            list,
            id,
            name,
            hint,
            chosen: RwSignal::new(false),
            reason: RwSignal::new(String::new()),
        }
    }

    /// Of the field for its reason.
    fn reason_id(&self) -> String {
        format!("reason-{}-{}", self.list, self.id)
    }
}

/// Those of a list that were chosen, in their order.
fn chosen(choices: &[Choice]) -> Vec<Choice> {
    let chosen = choices.iter().filter(|choice| choice.chosen.get_untracked());
    chosen.cloned().collect()
}

/// The form, folded away: most dossiers need nothing.
pub fn form(desk: &DeskDossier, now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let words = RwSignal::new(String::new());
    let parts: Vec<Choice> = desk.dossier.components.iter().map(Choice::part).collect();
    let questions = desk.questions.iter();
    let answers: Vec<Choice> = questions.map(|question| Choice::answer(question, lang)).collect();
    let show = |choices: &[Choice]| -> Vec<AnyView> {
        let each = choices.iter();
        each.map(|choice| field(choice, errors, lang)).collect()
    };
    let (part_fields, answer_fields) = (show(&parts), show(&answers));
    let time = match desk.dossier.status {
        DossierStatus::Submitted => text::dossier::ask_early(lang),
        _ => text::dossier::ask_stands(lang),
    };
    let count = desk.rounds.len();
    let again = (count > 0).then(|| verdict(Tone::Warn, text::dossier::ask_again(lang, count), ()));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let (parts, answers) = (chosen(&parts), chosen(&answers));
        if parts.is_empty() && answers.is_empty() {
            errors.mark("parts", text::dossier::ask_none(lang).to_owned());
            errors.show();
            return;
        }
        let part = |choice: &Choice| AskPart {
            component_id: choice.id.clone(),
            reason: choice.reason.get_untracked(),
        };
        let answer = |choice: &Choice| AskAnswer {
            field: choice.id.clone(),
            reason: choice.reason.get_untracked(),
        };
        let request = AskSupplement {
            version: version(now),
            words: words.get_untracked(),
            parts: parts.iter().map(part).collect(),
            answers: answers.iter().map(answer).collect(),
        };
        let id = now.with_untracked(|desk| desk.dossier.id);
        busy.set(true);
        spawn_local(async move {
            let address = path::desk_dossier_part(id, "supplement");
            let answer = api.post(&address, &request, None).await;
            // "parts.1.reason" is the second of those that were chosen.
            let field_of = |path: &str| {
                let mut pieces = path.split('.');
                let asked = match pieces.next() {
                    Some("answers") => &answers,
                    _ => &parts,
                };
                let at = pieces.next().and_then(|at| at.parse::<usize>().ok());
                let chosen = at.and_then(|at| asked.get(at));
                chosen.map_or_else(|| path.to_owned(), Choice::reason_id)
            };
            settle(api, answer, (now, errors, busy), field_of);
        });
    };
    let about = Field {
        hint: text::dossier::ask_words_hint(lang),
        multiline: true,
        ..Field::new("words", text::dossier::ask_words(lang))
    };
    let wrong = errors.of("parts");
    let answer_fields = (!answer_fields.is_empty()).then(|| {
        view! {
            <fieldset class="field">
                <legend>{text::dossier::ask_answers(lang)}</legend>
                <div class="stack-small">{answer_fields}</div>
            </fieldset>
        }
    });
    view! {
        <details class="card">
            <summary>
                <h2>{text::dossier::ask_title(lang)}</h2>
            </summary>
            {error_summary(errors)}
            <form class="stack" novalidate=true on:submit=submit>
                <p class="muted">{text::dossier::ask_hint(lang)} " " {time}</p>
                {again}
                {text_field(words, errors, about)}
                <fieldset class="field" id="parts" tabindex="-1">
                    <legend>{text::dossier::ask_parts(lang)}</legend>
                    {dynamic(move || wrong.get().map(|sentence| view! { <p class="field-error">{sentence}</p> }))}
                    <div class="stack-small">{part_fields}</div>
                </fieldset>
                {answer_fields}
                <p>{quiet_submit_button(text::dossier::ask(lang), text::dossier::asking(lang), busy)}</p>
            </form>
        </details>
    }
    .into_any()
}

fn field(choice: &Choice, errors: FormErrors, lang: Lang) -> AnyView {
    let id = choice.reason_id();
    let Choice {
        list,
        id: own,
        name,
        hint,
        chosen,
        reason,
    } = choice.clone();
    let label = name.clone();
    let tick = tick(format!("{list}-{own}"), name, hint, chosen);
    let shown = dynamic(move || {
        chosen.get().then(|| {
            let error = errors.of(&id);
            let (frame, input) = (id.clone(), id.clone());
            let described = crate::ui::field::described_by(&id, false, error);
            view! {
                <crate::ui::field::FieldFrame
                    id=frame
                    label=text::dossier::ask_part_reason(lang, &label)
                    error=error
                >
                    <textarea
                        class="input"
                        id=input.clone()
                        name=input
                        rows="2"
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        aria-describedby=move || described.get()
                        prop:value=move || reason.get()
                        on:input=move |event| reason.set(event_target_value(&event))
                    ></textarea>
                </crate::ui::field::FieldFrame>
            }
        })
    });
    view! {
        {tick}
        {shown}
    }
    .into_any()
}

/// The name comes from the catalogue, so that `ui::checkbox`, whose labels are texts, does not take it.
fn tick(id: String, label: String, hint: Option<String>, value: RwSignal<bool>) -> AnyView {
    let own = id.clone();
    let hint = hint.map(|hint| view! { <span class="hint">{hint}</span> });
    view! {
        <label class="check" for=own>
            <input
                type="checkbox"
                id=id.clone()
                name=id
                prop:checked=move || value.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <span>
                <span class="strong">{label}</span>
                {hint}
            </span>
        </label>
    }
    .into_any()
}

/// What stands still, and since when it need not any more.
pub fn waiting(desk: &DeskDossier) -> AnyView {
    let lang = lang::current();
    let open = desk.rounds.iter().find(|round| round.state == RoundState::Open);
    match open {
        Some(_) if desk.is_answer_late => verdict(Tone::Warn, text::dossier::desk_late(lang), ()),
        Some(round) => {
            let until = format::day(round.answer_until);
            verdict(Tone::Plain, text::dossier::desk_waits(lang, until), ())
        }
        None => ().into_any(),
    }
}

/// Each round, the newest first.
pub fn rounds(desk: &DeskDossier) -> AnyView {
    let lang = lang::current();
    if desk.rounds.is_empty() {
        return ().into_any();
    }
    let rounds: Vec<AnyView> = desk
        .rounds
        .iter()
        .rev()
        .map(|round| one(desk, round, lang))
        .collect();
    view! {
        <section class="card">
            <h2>{text::dossier::desk_rounds(lang)}</h2>
            {rounds}
        </section>
    }
    .into_any()
}

fn one(desk: &DeskDossier, round: &Round, lang: Lang) -> AnyView {
    let officer = round.officer.clone().unwrap_or_default();
    let by = text::dossier::desk_officer(lang, officer, round.asked_at.vietnam_minute(), &round.unit);
    let ended = round.ended_at.map(|at| at.vietnam_minute()).unwrap_or_default();
    let (tone, state) = match (round.state, round.was_late) {
        (RoundState::Open, _) => (
            Tone::Warn,
            text::dossier::round_until(lang, format::day(round.answer_until)),
        ),
        (RoundState::Supplied, false) => (Tone::Ok, text::dossier::round_supplied(lang, ended)),
        (RoundState::Supplied, true) => (Tone::Warn, text::dossier::round_supplied_late(lang, ended)),
        (RoundState::Ended, _) => (Tone::Plain, text::dossier::round_ended(lang).to_owned()),
    };
    let is_newest = desk.rounds.last().is_some_and(|last| last.number == round.number);
    let part = |part: &RoundPart| {
        let id = desk.dossier.id;
        let old = part.old.as_ref().map(|old| {
            let address = path::dossier_struck_file(id, round.number, &part.component_id);
            file(text::dossier::old_file(lang), old, address, &part.name, lang)
        });
        // The one that came last is what stands there now; an earlier one was struck by the round after it.
        let new = part.new.as_ref().filter(|_| is_newest).map(|new| {
            let address = path::dossier_file(id, &part.component_id);
            file(text::dossier::new_file(lang), new, address, &part.name, lang)
        });
        let none = part.old.is_none().then(|| {
            view! { <p class="hint">{text::dossier::old_file(lang)} ": " {text::dossier::no_old_file(lang)}</p> }
        });
        view! {
            <li class="filed-part">
                <h4>{part.name.clone()}</h4>
                <p>{text::dossier::reason(lang, &part.reason)}</p>
                <div class="old-and-new">{old} {none} {new}</div>
            </li>
        }
        .into_any()
    };
    let parts: Vec<AnyView> = round.parts.iter().map(part).collect();
    let is_over = round.state == RoundState::Supplied;
    let answer = |one: &RoundAnswer| {
        view! {
            <li class="filed-part">
                <h4>{one.question.clone()}</h4>
                {round_answer(one, is_over, lang)}
            </li>
        }
        .into_any()
    };
    let answers: Vec<AnyView> = round.answers.iter().map(answer).collect();
    view! {
        <h3>{text::dossier::round(lang, round.number)}</h3>
        <p>{round.words.clone()}</p>
        <p class="hint">{by}</p>
        <p class="row">{tag(tone, state)}</p>
        <ol class="filed-parts">{answers} {parts}</ol>
    }
    .into_any()
}

fn file(what: &'static str, attachment: &Attachment, address: String, context: &str, lang: Lang) -> AnyView {
    let line = format!(
        "{} · {}",
        attachment.file_name,
        format::size(attachment.size, lang)
    );
    let is_pdf = attachment.verdict.is_some();
    view! {
        <div>
            <p class="strong">{what}</p>
            <p class="file-line">{line}</p>
            {opener(address, attachment.file_name.clone(), &format!("{what}, {context}"), is_pdf)}
        </div>
    }
    .into_any()
}
