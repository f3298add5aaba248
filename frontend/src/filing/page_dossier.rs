//! A filed dossier: that it was filed, what happens next, and the receipt to keep.

use crate::api::{Load, load};
use crate::filing::wording::{asked, standing};
use crate::filing::{again, course, log, rate, receipt, rounds, stow, withdraw};
use crate::layout::signed_in;
use crate::payment;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::{
    Tone, copyable_code, empty, failure_box, left_notice, page_heading, skeleton, tag, thread, verdict,
};
use crate::words;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierStatus, DossierView};
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::{Course, CourseStep, StepKind};
use motcua_shared::text;

/// `/ho-so/:id`
pub fn page() -> AnyView {
    signed_in(dossier)
}

fn dossier() -> AnyView {
    let lang = lang::current();
    let typed = param("id");
    let id = Memo::new(move |_| typed.get().and_then(|text| DossierId::parse(&text)));
    let content = dynamic(move || match id.get() {
        Some(id) => loaded(id),
        None => not_found(),
    });
    view! {
        <a href="/ho-so" class="back">
            <span aria-hidden="true">"←"</span>
            {text::filing::dossiers_title(lang)}
        </a>
        <div class="narrow">{content}</div>
    }
    .into_any()
}

fn loaded(id: DossierId) -> AnyView {
    let dossier = load::<DossierView>(move || path::dossier(id));
    let retry = Callback::new(move |()| dossier.retry());
    dynamic(move || match dossier.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) if failure.code == ErrorCode::NotFound => not_found(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(dossier) => view(dossier, retry),
    })
}

fn not_found() -> AnyView {
    let lang = lang::current();
    let gone = empty(
        text::filing::dossier_gone_hint(lang),
        "",
        view! { <a href="/ho-so" class="btn">{text::filing::to_dossiers(lang)}</a> },
    );
    view! {
        {page_heading(text::filing::dossier_gone_title(lang))}
        {gone}
    }
    .into_any()
}

fn view(dossier: DossierView, again: Callback<()>) -> AnyView {
    let lang = lang::current();
    // Then the way to pay is the one thing to do here.
    let has_fee = dossier.fee > 0;
    let goes_on = course::load_of(dossier.id);
    let (id, code, has_begun) = (
        dossier.id,
        dossier.code.clone(),
        dossier.status != DossierStatus::Submitted,
    );
    let wants = dynamic(move || {
        goes_on.ready().map(|course| {
            view! {
                {rounds::wanted(id, &course)}
                {withdraw::standing(&course)}
            }
        })
    });
    let went_on = dynamic(move || {
        // A round may be over before anybody received the dossier, and it may have gone to another unit.
        let is_act = |step: &&CourseStep| step.kind == StepKind::Act;
        let has_course = |course: &Course| {
            has_begun || !course.rounds.is_empty() || course.steps.iter().filter(is_act).count() > 1
        };
        goes_on.ready().filter(has_course).map(|course| {
            view! {
                {course::view(id, &course)}
                {rate::view(id, &course)}
                {rounds::view(id, course.rounds)}
            }
        })
    });
    let way_back = dynamic(move || {
        goes_on
            .ready()
            .map(|course| withdraw::view(id, &code, course, again))
    });
    view! {
        {left_notice()}
        {panel(&dossier)}
        {wants}
        {dossier.notes.iter().map(|note| verdict(Tone::Warn, note.as_str(), ())).collect_view()}
        {has_fee.then(|| payment::card(dossier.id))}
        {next(&dossier)}
        {went_on}
        {thread(id)}
        {receipt::view(&dossier, goes_on, stow::load_of(&dossier))}
        {log::view(id)}
        <div class="row gap-above actions-row">
            <button type="button" class="btn" class:quiet=has_fee on:click=move |_| print()>
                {text::filing::print(lang)}
            </button>
            <a href="/nop" class="btn quiet">{text::filing::file_another(lang)}</a>
            {again::button(id)}
        </div>
        {way_back}
    }
    .into_any()
}

/// The code, big, in the colour of what is asked of the person now; while nobody has taken the dossier up, that it arrived.
fn panel(dossier: &DossierView) -> AnyView {
    let lang = lang::current();
    let (tone, label) = standing(dossier.status, dossier.is_withdrawn, lang);
    let arrived = (dossier.status == DossierStatus::Submitted)
        .then(|| view! { <p class="filed-label strong">{text::filing::filed_title(lang)}</p> });
    let time = dossier.submitted_at.vietnam_minute();
    let code = dossier.code.clone();
    let (face, now) = asked(dossier, lang);
    view! {
        <section class=format!("filed {}", face.class())>
            {arrived}
            {page_heading(dossier.procedure_name.clone())}
            <p class="filed-label">{text::filing::dossier_code(lang)}</p>
            <p class="filed-code">{copyable_code(code)}</p>
            <p class="row">{tag(tone, label)}</p>
            <p>
                {text::dossier::filed_at(lang, time)} " · "
                <a href=path::dossier_receipt(dossier.id) rel="external" download="">
                    {text::dossier::receipt_pdf(lang)}
                </a>
            </p>
            <p class="strong">{now}</p>
        </section>
    }
    .into_any()
}

/// What happens next, and by when.
fn next(dossier: &DossierView) -> AnyView {
    let lang = lang::current();
    if dossier.status != DossierStatus::Submitted {
        return ().into_any();
    }
    let time = words::working_time(dossier.working_time, lang);
    let delivery = words::delivery(dossier.delivery.method, lang);
    let unit = &dossier.unit.name;
    let receive = match &dossier.place {
        Some(place) => text::filing::next_place(lang, &place.name, unit),
        None => text::filing::next_receive(lang, unit),
    };
    view! {
        <section class="next-steps">
            <h2>{text::filing::next_title(lang)}</h2>
            <ol>
                <li>{receive}</li>
                <li>{text::filing::next_time(lang, time)}</li>
                <li>{text::filing::next_result(lang, delivery)}</li>
            </ol>
        </section>
    }
    .into_any()
}

fn print() {
    if let Some(window) = crate::dom::window() {
        let _ = window.print();
    }
}
