//! How a filed dossier goes on: each act, and the result with the way to it. The server gives sentences.

use crate::api::{Load, load};
use crate::react::dynamic;
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::{Course, CourseResult, CourseStep};
use motcua_shared::text;

/// Nothing is shown while it is not there: the rest of the page says where the dossier stands.
pub fn view(id: DossierId) -> AnyView {
    let course = load::<Course>(move || path::dossier_course(id));
    dynamic(move || match course.get() {
        Load::Ready(course) => content(course),
        _ => ().into_any(),
    })
}

fn content(course: Course) -> AnyView {
    let lang = lang::current();
    let step = |step: CourseStep| {
        view! {
            <li>
                <b>{step.title}</b>
                <p>{step.words}</p>
                <p class="hint">{step.by}</p>
            </li>
        }
        .into_any()
    };
    let result = |result: CourseResult| {
        let link = result.paper_id.map(|id| {
            let name = result.name.clone();
            view! {
                <a class="btn" href=format!("/kho/{id}")>
                    {text::processing::course_open(lang)}
                    <span class="unseen">" – " {name}</span>
                </a>
            }
        });
        view! {
            <li>
                <b>{result.name}</b>
                <p class="hint">{result.place}</p>
                {link}
            </li>
        }
        .into_any()
    };
    let results = (!course.results.is_empty()).then(|| {
        let results: Vec<AnyView> = course.results.into_iter().map(result).collect();
        view! {
            <h2>{text::processing::course_results(lang)}</h2>
            <ul class="course">{results}</ul>
        }
    });
    let steps: Vec<AnyView> = course.steps.into_iter().map(step).collect();
    view! {
        <section class="card gap-below">
            {results}
            <h2>{text::processing::course_title(lang)}</h2>
            {course.due.map(|due| view! { <p>{due}</p> })}
            <ol class="course">{steps}</ol>
        </section>
    }
    .into_any()
}
