//! The timeline of a dossier, as both sides see it. The server gives sentences.

use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::processing::dto::{CourseStep, StepKind};
use motcua_shared::text;

/// Its lines, oldest first, in a section of its own.
pub fn timeline(due: Option<String>, steps: Vec<CourseStep>) -> AnyView {
    let lang = lang::current();
    let lines: Vec<AnyView> = steps.into_iter().map(line).collect();
    view! {
        <section class="card gap-below">
            <h2>{text::processing::course_title(lang)}</h2>
            {due.map(|due| view! { <p class="strong">{due}</p> })}
            <ol class="course timeline">{lines}</ol>
        </section>
    }
    .into_any()
}

fn line(step: CourseStep) -> AnyView {
    // Told apart by what they say; the mark only helps the eye.
    let class = match step.kind {
        StepKind::Act => "",
        StepKind::Fee => "aside fee",
        StepKind::Message | StepKind::Rating => "aside",
    };
    view! {
        <li class=class>
            <b>{step.title}</b>
            {step.words.map(|words| view! { <p>{words}</p> })}
            {step.due.map(|due| view! { <p>{due}</p> })}
            <p class="hint">{step.by}</p>
        </li>
    }
    .into_any()
}
