//! One dossier at its unit: what was filed, what was done with it, and what an officer does next.

use super::hold::Holding;
use super::{
    HERE, SIGN_IN, act, act_return, extension, handover, hold, opinion, part_files, refusal, settle,
    supplement, words, work,
};
use crate::api::load;
use crate::dom::encode;
use crate::layout::signed_in_at;
use crate::payment;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::facts::{answer, fact, facts};
use crate::ui::{Tone, copyable_code, load_view, page_heading, thread, timeline, verdict};
use crate::words as common;
use leptos::prelude::*;
use motcua_shared::filing::dto::Answered;
use motcua_shared::filing::dto::{DossierStatus, Party};
use motcua_shared::filing::words as filing_words;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::text::{self, Lang};

/// `/can-bo/ho-so/:id`
pub fn page() -> AnyView {
    signed_in_at(SIGN_IN, one)
}

fn one() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let loaded = load::<DeskDossier>(move || {
        format!(
            "{}/{}",
            path::DESK_DOSSIERS,
            encode(&id.get().unwrap_or_default())
        )
    });
    view! {
        <a class="back" href=HERE>
            <span aria-hidden="true">"←"</span>
            {text::processing::back(lang)}
        </a>
        {load_view(loaded, content)}
    }
    .into_any()
}

fn content(desk: DeskDossier) -> AnyView {
    let now = RwSignal::new(desk);
    let lang = lang::current();
    let name = now.with_untracked(|desk| desk.dossier.procedure_name.clone());
    let code = now.with_untracked(|desk| desk.dossier.code.clone());
    let id = now.with_untracked(|desk| desk.dossier.id);
    // Who may not act, and what is over, needs nobody to hold it.
    let is_open = now.with_untracked(|desk| desk.lies_at.is_none() && !desk.dossier.status.is_over());
    let holding = is_open.then(|| hold::holding(id));
    view! {
        {page_heading(name)}
        <p class="dossier-line">
            {copyable_code(code)} {dynamic(move || now.with(|desk| words::status(desk.dossier.status, desk.dossier.is_withdrawn, lang)))}
        </p>
        {holding.map(hold::banner)}
        <div class="case">
            <div class="stack">
                {notes(now)}
                {dynamic(move || filed(&now.get(), lang))}
                {now.with_untracked(|desk| part_files::components(&desk.dossier))}
                {dynamic(move || supplement::rounds(&now.get()))}
                {dynamic(move || part_files::results(&now.get()))}
            </div>
            <div class="stack">
                {dynamic(move || work::card(&now.get(), now))}
                {dynamic(move || acts(&now.get(), (now, holding)))}
                {fee(now)}
                {thread(now.with_untracked(|desk| desk.dossier.id))}
                {dynamic(move || timeline(None, now.with(|desk| desk.steps.clone())))}
            </div>
        </div>
    }
    .into_any()
}

/// What became known of its papers since.
fn notes(now: RwSignal<DeskDossier>) -> AnyView {
    let notes = now.with_untracked(|desk| desk.dossier.notes.clone());
    let note = |note: String| verdict(Tone::Warn, note, ());
    notes.into_iter().map(note).collect::<Vec<_>>().into_any()
}

/// What it costs, and how that is settled.
fn fee(now: RwSignal<DeskDossier>) -> AnyView {
    let (id, fee) = now.with_untracked(|desk| (desk.dossier.id, desk.dossier.fee));
    // Who handed it on has no business with its money.
    if fee == 0 || now.with_untracked(|desk| desk.lies_at.is_some()) {
        return ().into_any();
    }
    let version = Signal::derive(move || now.with(|desk| desk.version));
    payment::desk_block(id, version)
}

fn acts(desk: &DeskDossier, (now, holding): (RwSignal<DeskDossier>, Option<Holding>)) -> AnyView {
    let lang = lang::current();
    let later = extension::block(desk, now);
    let opinions = opinion::card(desk, now);
    let acts = acts_of(desk, now, lang);
    let is_gone = RwSignal::new(false);
    let elsewhere = handover::form(desk, now, is_gone);
    let gone = move || is_gone.get().then(|| now.with_untracked(handover::gone));
    // Hidden and not taken away: what was typed stays.
    let is_others = move || holding.is_some_and(Holding::is_others);
    view! {
        {dynamic(gone)}
        <div class="stack" hidden=move || is_others() || is_gone.get()>
            {acts}
            {opinions}
            {later}
            {elsewhere}
        </div>
    }
    .into_any()
}

fn acts_of(desk: &DeskDossier, now: RwSignal<DeskDossier>, lang: Lang) -> AnyView {
    let done = |tone, sentence: &'static str| {
        view! { <div role="status">{verdict(tone, sentence, ())}</div> }.into_any()
    };
    if let Some(unit) = &desk.lies_at {
        let hint = view! { <p>{text::processing::lies_at_hint(lang)}</p> };
        return verdict(Tone::Plain, text::processing::lies_at(lang, unit), hint);
    }
    match desk.dossier.status {
        DossierStatus::Submitted => view! {
            {refusal::grounds(desk, now)}
            {act::waiting(desk, now)}
            {supplement::form(desk, now)}
        }
        .into_any(),
        DossierStatus::Received => view! {
            {act::received(now)}
            {supplement::form(desk, now)}
        }
        .into_any(),
        DossierStatus::InProcess => view! {
            {act_return::draft(desk)}
            {work::return_later(desk).unwrap_or_else(|| act_return::form(desk, now))}
            {supplement::form(desk, now)}
        }
        .into_any(),
        DossierStatus::AwaitingSupplement => view! {
            {supplement::waiting(desk)}
            {desk.is_answer_late.then(|| act::stop(now))}
        }
        .into_any(),
        DossierStatus::WithdrawalRequested => settle::form(desk, now),
        DossierStatus::Returned => done(Tone::Ok, text::processing::done_returned(lang)),
        DossierStatus::Refused => done(Tone::Plain, text::processing::done_refused(lang)),
        DossierStatus::Stopped if desk.dossier.is_withdrawn => {
            done(Tone::Plain, text::dossier::done_withdrawn(lang))
        }
        DossierStatus::Stopped => done(Tone::Plain, text::processing::done_stopped(lang)),
        _ => ().into_any(),
    }
}

fn party(party: &Party, lang: Lang) -> AnyView {
    let mut lines = vec![
        party.name.clone(),
        text::filing::identifier_line(lang, &party.identifier),
    ];
    if !party.phone.is_empty() {
        lines.push(text::filing::phone_line(lang, &party.phone));
    }
    lines.extend(party.email.clone());
    lines.extend(party.address.clone());
    let line = |line: String| view! { <span class="line">{line}</span> }.into_any();
    lines.into_iter().map(line).collect::<Vec<_>>().into_any()
}

fn filed(desk: &DeskDossier, lang: Lang) -> AnyView {
    let dossier = &desk.dossier;
    let case = text::catalogue::time_and_name(
        lang,
        &dossier.case_name,
        common::working_time(dossier.working_time, lang),
    );
    let mut delivery = common::delivery(dossier.delivery.method, lang).to_owned();
    if let Some(address) = &dossier.delivery.address {
        delivery = format!("{delivery}: {address}");
    }
    let mut submission = filing_words::submission(dossier.submission.method, lang).to_owned();
    if let Some(address) = &dossier.submission.address {
        submission = format!("{submission}: {address}");
    }
    // Who files their own matter is named once with everything.
    let filer = if dossier.filer == dossier.owner {
        dossier.filer.name.clone().into_any()
    } else {
        party(&dossier.filer, lang)
    };
    let ground = dossier
        .acting
        .as_ref()
        .and_then(|acting| filing_words::acting(acting, lang));
    let read = |one: &Answered| answer(&one.question, &one.answer);
    let answers: Vec<_> = dossier.answers.iter().map(read).collect();
    let answers = (!answers.is_empty()).then(|| {
        view! {
            <h3>{text::filing::form_title(lang)}</h3>
            {facts(false, answers)}
        }
    });
    let entries = vec![
        fact(text::processing::owner(lang), party(&dossier.owner, lang)),
        fact(text::processing::filer(lang), filer),
        fact(
            text::processing::submitted_at(lang),
            dossier.submitted_at.vietnam_minute(),
        ),
        fact(
            text::processing::due(lang),
            words::due(desk.due_on, desk.days_left, lang),
        ),
        fact(text::processing::case(lang), case),
        fact(text::processing::fee(lang), common::fee(dossier.fee, lang)),
        fact(text::filing::submission_title(lang), submission),
        fact(text::processing::delivery(lang), delivery),
        fact(text::processing::unit(lang), dossier.unit.name.clone()),
    ];
    let ground = ground.map(|ground| fact(text::processing::acting(lang), ground));
    let place = dossier.place.as_ref();
    let place = place.map(|place| fact(text::processing::place(lang), place.name.clone()));
    let entries = entries.into_iter().chain(place).chain(ground).collect();
    view! {
        <section class="card">
            <h2>{text::processing::facts(lang)}</h2>
            {facts(true, entries)}
            {answers}
            {slips(desk, lang)}
        </section>
    }
    .into_any()
}

/// What is printed of it, once its day is promised.
fn slips(desk: &DeskDossier, lang: Lang) -> Option<AnyView> {
    desk.due_on?;
    let slip = |part: &str, label: &'static str| {
        let address = path::desk_dossier_part(desk.dossier.id, part);
        view! {
            <a href=address target="_blank" rel="noopener external">
                {label}
            </a>
        }
    };
    Some(
        view! {
            <p class="row">
                {slip("acceptance", text::reception::acceptance(lang))}
                {slip("control-slip", text::reception::control(lang))}
            </p>
        }
        .into_any(),
    )
}
