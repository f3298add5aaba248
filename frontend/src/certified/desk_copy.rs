//! One request at the desk: what it is, and the next step.

use crate::api::load;
use crate::certified::{desk_act, desk_end, desk_take, words};
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{FormErrors, Tone, error_summary, load_view, page_heading, tag, verdict};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{CopyState, CopyView};

/// `/can-bo/chung-thuc/<id>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let copy = load::<CopyView>(move || format!("{}/{}", path::DESK_COPIES, id.get().unwrap_or_default()));
    view! {
        <a class="back" href="/can-bo/chung-thuc">
            <span aria-hidden="true">"←"</span>
            {text::certified::desk_title(lang)}
        </a>
        {page_heading(text::certified::desk_copy(lang))}
        {load_view(copy, content)}
    }
    .into_any()
}

fn content(copy: CopyView) -> AnyView {
    let now = RwSignal::new(copy);
    dynamic(move || {
        let copy = now.get();
        let errors = FormErrors::new();
        view! {
            {error_summary(errors)}
            <div class="stack">{said(&copy)} {next(&copy, now, errors)}</div>
        }
        .into_any()
    })
}

fn said(copy: &CopyView) -> AnyView {
    let lang = lang::current();
    let (tone, label) = words::state(copy.state, lang);
    let mut rows = vec![
        fact(text::certified::owner(lang), copy.owner.clone()),
        fact(text::desk::number(lang), copy.identifier.clone()),
    ];
    rows.extend(words::facts_of(copy, lang));
    let has_file = matches!(
        copy.state,
        CopyState::Taken | CopyState::Signed | CopyState::Sealed | CopyState::Issued
    );
    let file = has_file.then(|| {
        view! {
            <p>
                <a
                    class="btn quiet"
                    rel="external"
                    target="_blank"
                    href=format!("{}?view=true", path::desk_copy_part(copy.id, "file"))
                >
                    {text::certified::see_file(lang)}
                </a>
            </p>
        }
    });
    view! {
        <section class="card stack">
            <h2>{text::certified::request(lang)}</h2>
            <p>{tag(tone, label)}</p>
            {facts(true, rows)}
            {file}
        </section>
    }
    .into_any()
}

fn next(copy: &CopyView, now: RwSignal<CopyView>, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    match copy.state {
        CopyState::Asked | CopyState::Appointed => view! {
            {desk_take::form(copy, now, errors)}
            {desk_end::refusal(copy, now, errors)}
        }
        .into_any(),
        CopyState::Taken => view! {
            {desk_act::sign(copy, now, errors)}
            <details class="card">
                <summary>{text::certified::take_again(lang)}</summary>
                {desk_take::form(copy, now, errors)}
            </details>
            {desk_end::refusal(copy, now, errors)}
        }
        .into_any(),
        CopyState::Signed => view! {
            {desk_act::sign(copy, now, errors)}
            {desk_end::refusal(copy, now, errors)}
        }
        .into_any(),
        CopyState::Sealed if copy.has_failed => view! {
            {verdict(
                Tone::Bad,
                text::certified::failed_title(lang),
                view! { <p>{text::certified::failed_hint(lang)}</p> },
            )}
            {desk_take::form(copy, now, errors)}
        }
        .into_any(),
        CopyState::Sealed => desk_end::issue(copy, now, errors),
        CopyState::Issued => verdict(
            Tone::Ok,
            text::certified::issued_title(lang),
            view! { <p>{text::certified::issued_hint(lang)}</p> },
        ),
        CopyState::Refused | CopyState::Cancelled | CopyState::Missed => ().into_any(),
    }
}
