//! What was found out about a file, on screen: the outcome in a sentence, the three questions, then each signature with
//! each check, for those who want to know.

use crate::signature::describe::{self, Described};
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use crate::ui::{Tone, verdict};
use leptos::prelude::*;
use motcua_shared::signature::report::{Check, CheckResult, Question, SignatureReport, VerificationReport};
use motcua_shared::signature::words;
use motcua_shared::text::{self, Lang};

/// Where the paper as it was signed can be opened: by the number of the signature from 1, and its length.
pub type AsSigned<'a> = &'a dyn Fn(usize, u64) -> Option<String>;

/// A whole report.
pub fn report(report: &VerificationReport, as_signed: AsSigned<'_>, lang: Lang) -> AnyView {
    let tone = describe::tone(report.verdict);
    let has_checks = report
        .signatures
        .iter()
        .any(|signature| !signature.checks.is_empty());
    let questions = has_checks.then(|| {
        [Question::IsSound, Question::IsTrusted, Question::IsUnchanged]
            .map(|question| answered(report, question, lang))
            .into_iter()
            .collect_view()
    });
    let told: Vec<String> = report
        .signatures
        .iter()
        .flat_map(|signature| words::findings(signature, lang))
        .collect();
    let mut remarks: Vec<String> = report
        .reasons
        .iter()
        .chain(&report.warnings)
        .map(|reason| words::reason(*reason, lang))
        .filter(|sentence| !told.contains(sentence))
        .collect();
    remarks.dedup();
    let remarks = (!remarks.is_empty()).then(|| {
        let lines = remarks
            .into_iter()
            .map(|line| view! { <li>{line}</li> })
            .collect_view();
        view! { <ul class="remarks">{lines}</ul> }
    });
    let signatures = report
        .signatures
        .iter()
        .enumerate()
        .map(|(index, signature)| one(index + 1, signature, as_signed, lang))
        .collect_view();
    view! {
        {verdict(tone, words::headline(report, lang), ())}
        {questions.map(|questions| view! { <dl class="questions">{questions}</dl> })}
        {remarks}
        {signatures}
    }
    .into_any()
}

fn answered(report: &VerificationReport, question: Question, lang: Lang) -> AnyView {
    let tone = tone_of(report.answer(question));
    view! {
        <div class=tone.class()>
            <dt>{words::question(question, lang)}</dt>
            <dd>
                <span aria-hidden="true" class="mark">{tone.mark()}</span>
                {words::answer(report, question, lang)}
            </dd>
        </div>
    }
    .into_any()
}

fn tone_of(result: CheckResult) -> Tone {
    match result {
        CheckResult::Pass => Tone::Ok,
        CheckResult::Fail => Tone::Bad,
        CheckResult::Unknown => Tone::Warn,
        CheckResult::NotDone => Tone::Plain,
    }
}

fn one(number: usize, report: &SignatureReport, as_signed: AsSigned<'_>, lang: Lang) -> AnyView {
    let open = report
        .signed_length
        .and_then(|length| as_signed(number, length))
        .map(|address| {
            view! {
                <p class="no-print">
                    <a
                        href=address
                        target="_blank"
                        rel="noopener"
                        aria-label=text::signature::as_signed_label(lang, number)
                    >
                        {text::signature::as_signed(lang)}
                    </a>
                </p>
            }
        });
    let more = (!report.checks.is_empty()).then(|| checks(&report.checks, lang));
    let more = view! {
        {open}
        {more}
    };
    signature(describe::report(number, report, lang), true, more.into_any())
}

fn checks(checks: &[Check], lang: Lang) -> AnyView {
    let lines = checks
        .iter()
        .map(|check| {
            let tone = tone_of(check.result);
            view! {
                <li class=tone.class()>
                    <span>{words::check(check.name, lang)}</span>
                    <b>
                        <span aria-hidden="true">{tone.mark()}</span>
                        {words::result(check.result, lang)}
                    </b>
                </li>
            }
        })
        .collect_view();
    view! {
        <details>
            <summary>{text::signature::checks(lang)}</summary>
            <ul class="checks">{lines}</ul>
        </details>
    }
    .into_any()
}

/// The blocks behind "Chi tiết N chữ ký".
pub fn details(described: Vec<Described>) -> AnyView {
    if described.is_empty() {
        return ().into_any();
    }
    let summary = text::signature::details(lang::current(), described.len());
    let blocks = described
        .into_iter()
        .map(|described| signature(described, false, ().into_any()))
        .collect_view();
    view! {
        <details>
            <summary>{summary}</summary>
            {blocks}
        </details>
    }
    .into_any()
}

/// `below`: whether a heading of the second level stands above.
fn signature(described: Described, below: bool, more: AnyView) -> AnyView {
    let mut entries: Vec<AnyView> = described
        .facts
        .into_iter()
        .map(|(name, value)| fact(name, value))
        .collect();
    for (name, lines) in [
        (text::signature::chain(lang::current()), described.chain),
        (text::signature::findings(lang::current()), described.findings),
    ] {
        if !lines.is_empty() {
            let lines = lines
                .into_iter()
                .map(|line| view! { <div>{line}</div> })
                .collect_view();
            entries.push(fact(name, lines));
        }
    }
    let title = if below {
        view! { <h3 class="signature-title">{described.title}</h3> }.into_any()
    } else {
        view! { <h2 class="signature-title">{described.title}</h2> }.into_any()
    };
    view! {
        <section class="signature">
            {title}
            {facts(false, entries)}
            {more}
        </section>
    }
    .into_any()
}
