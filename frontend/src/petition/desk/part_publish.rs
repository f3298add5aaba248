//! What everybody is to read of a petition, and taking it down.

use super::acts::{name, over};
use crate::format;
use crate::petition::doing::Doing;
use crate::petition::kept;
use crate::ui::{Field, Tone, error_summary, quiet_submit_button, submit_button, text_field, verdict};
use leptos::prelude::*;
use motcua_shared::petition::dto::{DeskPetition, PetitionAct, PublishPetition, StepPetition};
use motcua_shared::text::petition as text;

/// The card. What was published last stands in it; before that, what was written and answered.
pub fn part(desk: &DeskPetition, now: RwSignal<DeskPetition>) -> AnyView {
    let doing = Doing::new(now, "publication");
    let lang = doing.lang;
    let view = &desk.petition;
    let answered = view
        .steps
        .iter()
        .rev()
        .find(|step| step.act == PetitionAct::Answer);
    let answered = answered.and_then(|step| step.words.clone()).unwrap_or_default();
    let begin = match &desk.publication {
        Some(known) => [known.title.clone(), known.question.clone(), known.answer.clone()],
        None => [view.item.title.clone(), view.words.clone(), answered],
    };
    let names = ["title", "question", "answer"].map(|field| name(now, &format!("publication-{field}")));
    let [title, question, answer] = [0, 1, 2].map(|place: usize| {
        let (name, begin) = (names.get(place).cloned(), begin.get(place).cloned());
        kept::field(name.unwrap_or_default(), &begin.unwrap_or_default())
    });
    let submit = move |event: web_sys::SubmitEvent| {
        if doing.begins(&event) {
            let (address, version) = over(now, "publication");
            let request = PublishPetition {
                version,
                title: title.get_untracked(),
                question: question.get_untracked(),
                answer: answer.get_untracked(),
            };
            doing.send(address, request, names.to_vec());
        }
    };
    let long = |field: &str, label| Field {
        multiline: true,
        ..Field::new(doing.id(field), label)
    };
    let (title_field, question_field, answer_field) = (
        Field::new(doing.id("title"), text::title_field(lang)),
        long("question", text::publish_question(lang)),
        long("answer", text::publish_answer(lang)),
    );
    let shown = desk.publication.as_ref().filter(|known| known.is_shown);
    let button = match shown {
        Some(_) => text::publish_again(lang),
        None => text::publish(lang),
    };
    let standing = shown.map(|known| {
        let link =
            view! { <p><a href=format!("/phan-anh/{}", view.item.code)>{text::see_published(lang)}</a></p> };
        verdict(
            Tone::Ok,
            text::publish_shown(lang, format::day(known.published_on)),
            link,
        )
    });
    let removal = shown.is_some().then(|| removal(now));
    view! {
        <div role="status">{standing}</div>
        <section class="card stack">
            <h2>{text::publish_title(lang)}</h2>
            <p class="muted">{text::publish_hint(lang)}</p>
            <form class="stack" novalidate=true on:submit=submit>
                {error_summary(doing.errors)}
                {text_field(title, doing.errors, title_field)}
                {text_field(question, doing.errors, question_field)}
                {text_field(answer, doing.errors, answer_field)}
                {submit_button(button, text::working(lang), doing.busy)}
            </form>
        </section>
        {removal}
    }
    .into_any()
}

fn removal(now: RwSignal<DeskPetition>) -> AnyView {
    let doing = Doing::new(now, "removal");
    let lang = doing.lang;
    let submit = move |event: web_sys::SubmitEvent| {
        if doing.begins(&event) {
            let (address, version) = over(now, "removal");
            doing.send(address, StepPetition { version }, Vec::new());
        }
    };
    view! {
        {error_summary(doing.errors)}
        <form class="card" novalidate=true on:submit=submit>
            {quiet_submit_button(text::take_down(lang), text::working(lang), doing.busy)}
        </form>
    }
    .into_any()
}
