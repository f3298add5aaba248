//! "Biên nhận nộp hồ sơ": everything that was filed, provable by digests, fit for paper.

use crate::filing::course::GoesOn;
use crate::filing::stow::{self, Stowing};
use crate::filing::wording::{is_picture, party_lines};
use crate::format;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::facts::{answer, fact, facts};
use crate::words;
use leptos::prelude::*;
use motcua_shared::filing::dto::{Answered, DossierComponent, DossierView, Party};
use motcua_shared::filing::words as filing_words;
use motcua_shared::path;
use motcua_shared::processing::supplement::Round;
use motcua_shared::text::{self, Lang};

/// The receipt.
pub fn view(dossier: &DossierView, goes_on: GoesOn, stowing: Option<Stowing>) -> AnyView {
    let lang = lang::current();
    let mut delivery = vec![words::delivery(dossier.delivery.method, lang).to_owned()];
    delivery.extend(dossier.delivery.address.clone());
    let mut submission = vec![filing_words::submission(dossier.submission.method, lang).to_owned()];
    submission.extend(dossier.submission.address.clone());
    let case = format!(
        "{} · {}",
        text::catalogue::time_and_name(
            lang,
            &dossier.case_name,
            words::working_time(dossier.working_time, lang)
        ),
        words::fee(dossier.fee, lang)
    );
    let ground = dossier
        .acting
        .as_ref()
        .and_then(|acting| filing_words::acting(acting, lang));
    let owner = party_lines(&dossier.owner, lang)
        .into_iter()
        .chain(ground)
        .collect();
    let read = |one: &Answered| answer(&one.question, &one.answer);
    let answers: Vec<_> = dossier.answers.iter().map(read).collect();
    let answers = (!answers.is_empty()).then(|| {
        view! {
            <h3>{text::filing::form_title(lang)}</h3>
            {facts(false, answers)}
        }
    });
    let code = dossier.code.clone();
    let procedure = vec![dossier.procedure_name.clone(), dossier.procedure_code.clone()];
    let mut entries = vec![
        fact(
            text::filing::dossier_code(lang),
            view! { <span class="code strong">{code}</span> },
        ),
        fact(
            text::filing::submitted_at(lang),
            dossier.submitted_at.vietnam_minute(),
        ),
        fact(text::filing::procedure(lang), lines(procedure)),
        fact(text::filing::case_question(lang), case),
        fact(text::filing::unit_question(lang), dossier.unit.name.clone()),
    ];
    let place = dossier.place.as_ref();
    entries.extend(place.map(|place| fact(text::filing::place_question(lang), place.name.clone())));
    entries.extend([
        fact(text::filing::filer(lang), party(&dossier.filer, lang)),
        fact(text::filing::owner(lang), lines(owner)),
        fact(text::filing::submission_title(lang), lines(submission)),
        fact(text::filing::delivery_title(lang), lines(delivery)),
    ]);
    let files = dossier
        .components
        .iter()
        .map(|component| file(dossier, component, (goes_on, stowing), lang))
        .collect_view();
    let digest = dossier.digest.clone();
    view! {
        <article class="card receipt">
            <h2>{text::filing::receipt_title(lang)}</h2>
            {facts(false, entries)}
            {answers}
            <h3>{text::filing::receipt_files(lang)}</h3>
            <ol class="receipt-files">{files}</ol>
            <h3>{text::filing::receipt_digest(lang)}</h3>
            <p class="code digest">{digest}</p>
            <p class="hint">{text::filing::receipt_digest_hint(lang)}</p>
        </article>
    }
    .into_any()
}

fn party(party: &Party, lang: Lang) -> AnyView {
    lines(party_lines(party, lang))
}

fn lines(lines: Vec<String>) -> AnyView {
    lines
        .into_iter()
        .map(|line| view! { <span class="line">{line}</span> })
        .collect_view()
        .into_any()
}

/// With which round the file came that stands there now, where it was not filed with the dossier.
fn supplied(goes_on: GoesOn, component: String, lang: Lang) -> AnyView {
    dynamic(move || {
        let course = goes_on.ready()?;
        let came = |round: &&Round| {
            let mut parts = round.parts.iter();
            parts.any(|part| part.component_id == component && part.new.is_some())
        };
        let round = course.rounds.iter().rev().find(came)?;
        let time = round.ended_at?.vietnam_minute();
        let sentence = text::dossier::receipt_supplied(lang, round.number, time);
        Some(view! { <p class="hint">{sentence}</p> })
    })
}

fn file(
    dossier: &DossierView,
    component: &DossierComponent,
    (goes_on, stowing): (GoesOn, Option<Stowing>),
    lang: Lang,
) -> AnyView {
    let filed = match &component.attachment {
        None => view! { <p class="muted">{text::filing::not_given(lang)}</p> }.into_any(),
        Some(attachment) => {
            let (id, component) = (dossier.id, &component.component_id);
            let supplied = supplied(goes_on, component.clone(), lang);
            let stow = stow::beside(stowing, component, &attachment.file_name);
            let address = match is_picture(attachment) {
                true => format!("{}?view=true", path::dossier_file(id, component)),
                false => format!("/xem/ho-so/{id}/{component}"),
            };
            let name = attachment.file_name.clone();
            view! {
                <p>
                    <a
                        href=address
                        target="_blank"
                        rel="noopener"
                        aria-label=text::filing::look_label(lang, &name)
                    >
                        {name.clone()}
                    </a>
                    <span class="muted">" · " {format::size(attachment.size, lang)}</span>
                </p>
                {supplied}
                {stow}
                <p class="hint digest">"SHA-256 " <span class="code">{attachment.sha256.clone()}</span></p>
            }
            .into_any()
        }
    };
    view! {
        <li>
            <b>{component.name.clone()}</b>
            {filed}
        </li>
    }
    .into_any()
}
