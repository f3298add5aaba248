//! How a filed dossier goes on: each act, and the result with the way to it. The server gives sentences.

use crate::api::{Load, load};
use crate::format;
use crate::state::lang;
use crate::ui::{Tone, timeline, verdict};
use leptos::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::{Course, CourseResult};
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

/// The results, and what happened.
pub fn view(id: DossierId, course: &Course) -> AnyView {
    let course = course.clone();
    let lang = lang::current();
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
            <section class="card gap-below">
                <h2>{text::processing::course_results(lang)}</h2>
                <ul class="course">{results}</ul>
            </section>
        }
    });
    let later = course.extension.map(|later| {
        let title = text::work::extended(lang, format::day(later.old_due), format::day(later.new_due));
        let body = view! {
            <p>{later.ground}</p>
            <p>
                <a href=path::dossier_apology(id) download="">
                    {text::work::letter(lang)}
                </a>
            </p>
        };
        verdict(Tone::Plain, title, body)
    });
    view! {
        {results}
        {later}
        {timeline(course.due, course.steps)}
    }
    .into_any()
}
