//! How a filed dossier goes on: each act, and the result with the way to it. The server gives sentences.

use crate::api::{Load, load};
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::{Course, CourseResult, CourseStep};
use motcua_shared::text;

/// How a dossier goes on, as far as it is there: the rest of the page says where it stands.
#[derive(Clone, Copy)]
pub struct GoesOn(Memo<Option<Course>>);

impl GoesOn {
    /// Tracks.
    pub fn ready(self) -> Option<Course> {
        self.0.get()
    }
}

/// Asks for it.
pub fn load_of(id: DossierId) -> GoesOn {
    let course = load::<Course>(move || path::dossier_course(id));
    GoesOn(Memo::new(move |_| match course.get() {
        Load::Ready(course) => Some(course),
        _ => None,
    }))
}

/// Each act, and the results.
pub fn view(course: &Course) -> AnyView {
    let course = course.clone();
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
