//! "Kiểm tra chữ ký số": for anybody, signed in or not. The browser looks first; only the person sends the file on.

use crate::api::Api;
use crate::dom;
use crate::format;
use crate::react::{dynamic, when};
use crate::signature::check::{CheckState, RESULT, Stage};
use crate::signature::client::NoReport;
use crate::signature::outcome::{Outcome, judge};
use crate::signature::{describe, report_view};
use crate::state::lang;
use crate::ui::facts::{fact, facts, whole_fact};
use crate::ui::{FilePicker, Tone, page_heading, progress_bar, verdict};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::signature::dto::{FileCheck, LocalReport};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// `/kiem-tra-chu-ky`
pub fn page() -> AnyView {
    let lang = lang::current();
    let state = CheckState::new();
    let label = Signal::derive(move || match state.stage.get() {
        Stage::Nothing => text::signature::page_choose(lang),
        _ => text::signature::page_choose_other(lang),
    });
    let error = Signal::derive(move || match state.stage.get() {
        Stage::Refused(sentence) => Some(sentence),
        _ => None,
    });
    let choose = Callback::new(move |(file,)| state.choose(file));
    view! {
        <div class="narrow stack">
            <div>
                {page_heading(text::signature::page_title(lang))}
                <p>{text::signature::page_intro(lang)}</p>
            </div>
            <section class="card stack-small no-print">
                <label for="file">{text::signature::page_file(lang)}</label>
                <div class="file-box">
                    <FilePicker
                        id="file"
                        label=label
                        hint=text::signature::page_hint(lang, state.max_mb())
                        accept="application/pdf,.pdf"
                        error=error
                        on_file=choose
                    />
                </div>
                <p class="hint">{text::signature::page_private(lang)}</p>
            </section>
            <div role="status" class="stack">{dynamic(move || stage(state, state.stage.get(), lang))}</div>
            {asking(state, lang)}
        </div>
    }
    .into_any()
}

fn stage(state: CheckState, stage: Stage, lang: Lang) -> AnyView {
    match stage {
        Stage::Nothing => ().into_any(),
        Stage::Looking(name) => view! {
            <section class="card stack-small">
                <p class="file-name">{name}</p>
                <p>{text::signature::checking(lang)}</p>
                <progress class="bar" aria-label=text::signature::checking(lang)></progress>
            </section>
        }
        .into_any(),
        Stage::Refused(sentence) => verdict(
            Tone::Bad,
            text::signature::verdict_unreadable(lang),
            view! { <p id="file-error">{sentence}</p> },
        ),
        Stage::Looked(found) => view! {
            <section class="card stack-small">
                <h2>{text::signature::page_local(lang)}</h2>
                {file_name(state, lang)}
                {local(&found, lang)}
            </section>
        }
        .into_any(),
        Stage::Verified(check, words) => verified(state, *check, words, lang),
    }
}

fn file_name(state: CheckState, lang: Lang) -> Option<AnyView> {
    let file = state.file.get_untracked()?;
    let size = format::size(file.size() as u64, lang);
    let view = view! {
        <p>
            <span class="file-name">{file.name()}</span>
            <span class="muted">" · " {size}</span>
        </p>
    };
    Some(view.into_any())
}

/// What the browser found.
fn local(found: &Result<LocalReport, NoReport>, lang: Lang) -> AnyView {
    let unclear = |sentence: &'static str| verdict(Tone::Warn, sentence, ());
    let found = match found {
        Ok(found) => found,
        Err(NoReport::TimedOut) => return unclear(text::signature::timed_out(lang)),
        Err(NoReport::Failed) => return unclear(text::signature::not_checked(lang)),
    };
    let outcome = match judge(found) {
        Outcome::Intact(signed) => describe::not_whose(&signed, "", lang),
        Outcome::Refused(code) => verdict(Tone::Bad, crate::api::failure::of_code(code, lang), ()),
        Outcome::Unclear => unclear(text::signature::unclear(lang)),
    };
    let described = found
        .structure
        .signatures
        .iter()
        .enumerate()
        .map(|(index, signature)| describe::structure(index + 1, signature, lang))
        .collect();
    view! {
        {outcome}
        {report_view::details(described)}
    }
    .into_any()
}

/// Whether the server could say more than the browser did: a file without a signature has no signer to look at.
fn has_open_questions(stage: &Stage) -> bool {
    match stage {
        Stage::Looked(Ok(found)) => {
            !found.structure.signatures.is_empty() || !matches!(judge(found), Outcome::Refused(_))
        }
        Stage::Looked(Err(_)) => true,
        _ => false,
    }
}

/// The way to the server: offered once the browser has looked.
fn asking(state: CheckState, lang: Lang) -> AnyView {
    let words = move |percent: u32| {
        if percent < 100 {
            text::signature::page_asking(lang, percent)
        } else {
            text::signature::page_judging(lang).to_owned()
        }
    };
    let offered = move || state.percent.with(Option::is_none) && state.stage.with(has_open_questions);
    let offer = move || {
        view! {
            <section class="card stack-small">
                <p>{text::signature::page_ask_hint(lang)}</p>
                <p>
                    <button type="button" class="btn" on:click=move |_| state.ask()>
                        {text::signature::page_ask(lang)}
                    </button>
                </p>
            </section>
        }
        .into_any()
    };
    let share = Signal::derive(move || state.percent.get().unwrap_or_default());
    let sending = move || {
        view! {
            <section class="card sending">
                <div class="row end">
                    <span>{move || state.percent.get().map(words)}</span>
                    <button type="button" class="btn-link" on:click=move |_| state.stop()>
                        {text::vault::stop(lang)}
                    </button>
                </div>
                {progress_bar(share, text::vault::sending_label(lang))}
            </section>
        }
        .into_any()
    };
    // Heard in quarters, seen in full.
    let heard = Memo::new(move |_| state.percent.get().map(|percent| percent / 25 * 25));
    view! {
        <p class="unseen" role="status">{move || heard.get().map(words)}</p>
        <div role="alert">
            {dynamic(move || {
                state.failure.get().map(|sentence| verdict(Tone::Bad, sentence, ()))
            })}
        </div>
        {when(offered, offer)}
        {when(move || state.percent.with(Option::is_some), sending)}
    }
    .into_any()
}

/// The answer of the server, with ways to keep it.
fn verified(state: CheckState, check: FileCheck, words: String, lang: Lang) -> AnyView {
    let statement = check.statement;
    let file = state.file.get_untracked();
    let as_signed = move |_, length: u64| dom::address_of_part(file.as_ref()?, length);
    let report = report_view::report(&statement.report, &as_signed, lang);
    let facts = facts(
        false,
        vec![
            fact(text::signature::page_file(lang), statement.file_name.clone()),
            whole_fact(
                text::signature::page_sha256(lang),
                view! { <span class="code">{statement.sha256}</span> },
            ),
        ],
    );
    let name = statement.file_name;
    let body = words.clone();
    let json_name = format!("{name}.json");
    let failure = state.failure;
    let api = Api::current();
    let save_pdf = move |_| {
        let (body, name) = (words.clone(), format!("{name}-kiem-tra.pdf"));
        spawn_local(async move {
            match api.post_for_bytes(path::SIGNATURE_CHECK_REPORTS, body).await {
                Ok(bytes) => dom::save(&bytes, "application/pdf", &name),
                Err(problem) => {
                    let _ = failure.try_set(Some(problem.sentence(lang)));
                }
            }
        });
    };
    let save_json = move |_| dom::save(body.as_bytes(), "application/json", &json_name);
    view! {
        <section class="card stack-small">
            <h2 id=RESULT tabindex="-1">
                {text::signature::page_result(lang)}
            </h2>
            {report}
            {facts}
            <p class="hint">{text::signature::page_when(lang, statement.checked_at.vietnam_minute())}</p>
            <div class="actions">
                <button type="button" class="btn-link" on:click=save_pdf>{text::signature::page_save_pdf(lang)}</button>
                <button type="button" class="btn-link" on:click=save_json>{text::signature::page_save_json(lang)}</button>
                <button type="button" class="btn-link" on:click=|_| dom::print()>{text::signature::page_print(lang)}</button>
            </div>
        </section>
    }
    .into_any()
}
