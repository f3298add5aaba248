//! The file on the page "Thêm giấy tờ", on screen: the picker, what was found, and how far sending has come.

use crate::dom;
use crate::format;
use crate::react::{dynamic, when};
use crate::signature::client::NoReport;
use crate::signature::outcome::Outcome;
use crate::signature::{describe, report_view};
use crate::state::lang;
use crate::ui::{FilePicker, Tone, progress_bar, verdict};
use crate::vault::adding::file::{FileState, Refused, Taken};
use crate::vault::adding::form::PaperForm;
use crate::vault::adding::many::MAX_FILES;
use leptos::prelude::*;
use motcua_shared::signature::report::StructureReport;
use motcua_shared::text::{self, Lang};
use web_sys::File;

/// Picker and outcome. `more` takes several files where the page can do with them.
pub fn view(form: PaperForm, state: FileState, more: Option<Callback<(Vec<File>,)>>) -> AnyView {
    let lang = lang::current();
    let error = form.errors.of(&form.id("file"));
    let label = Signal::derive(move || {
        if state.taken.with(Option::is_some) {
            text::vault::choose_other(lang)
        } else {
            text::vault::choose_file(lang)
        }
    });
    let choose = Callback::new(move |(file,)| state.choose(file));
    let mut hint = text::vault::pdf_hint(lang, state.max_mb());
    if more.is_some() {
        hint = format!("{hint} {}", text::adding::several(lang, MAX_FILES));
    }
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for="file">{text::vault::pdf(lang)}</label>
            <div class="file-box">
                <FilePicker
                    id="file"
                    label=label
                    hint=hint
                    accept="application/pdf,.pdf"
                    error=error
                    on_file=choose
                    on_files=more
                />
                {status(form, state)}
            </div>
        </div>
    }
    .into_any()
}

/// What is known of the file, as it becomes known.
pub fn status(form: PaperForm, state: FileState) -> AnyView {
    let lang = lang::current();
    let error = form.errors.of(&form.id("file"));
    let error_id = format!("{}-error", form.id("file"));
    view! {
        <div role="status" class="stack-small">
            {dynamic(move || state.checking.get().map(|name| checking(name, lang)))}
            {dynamic(move || {
                error.get().map(|sentence| refused(state.refused.get(), sentence, error_id.clone(), lang))
            })}
            {dynamic(move || state.taken.get().map(|taken| found(taken, lang)))}
        </div>
    }
    .into_any()
}

fn checking(name: String, lang: Lang) -> AnyView {
    view! {
        <p class="file-name">{name}</p>
        <p>{text::signature::checking(lang)}</p>
        <progress class="bar" aria-label=text::signature::checking(lang)></progress>
    }
    .into_any()
}

/// Why a file is not taken; the sentence is the error of the field.
fn refused(refused: Option<Refused>, sentence: String, id: String, lang: Lang) -> AnyView {
    let Some(refused) = refused else {
        return view! { <p class="field-error" id=id>{sentence}</p> }.into_any();
    };
    let details = refused.report.map(|report| structure(&report, lang));
    verdict(
        Tone::Bad,
        text::signature::refused(lang, refused.name),
        view! { <p id=id>{sentence}</p>
        {details} },
    )
}

/// What is known of the file that will be sent.
fn found(taken: Taken, lang: Lang) -> AnyView {
    let heading = view! {
        <p>
            <span class="file-name">{taken.name}</span>
            <span class="muted">" · " {format::size(taken.size, lang)}</span>
        </p>
    };
    let unclear = |sentence: &'static str| {
        verdict(
            Tone::Warn,
            sentence,
            view! { <p>{text::signature::unclear_hint(lang)}</p> },
        )
    };
    let verdict = match &taken.found {
        Ok((Outcome::Intact(signed), _)) => {
            describe::not_whose(signed, text::signature::local_only(lang), lang)
        }
        Ok(_) => unclear(text::signature::unclear(lang)),
        Err(NoReport::TimedOut) => unclear(text::signature::timed_out(lang)),
        Err(NoReport::Failed) => unclear(text::signature::not_checked(lang)),
    };
    let details = taken.found.ok().map(|(_, report)| structure(&report, lang));
    view! {
        {heading}
        {verdict}
        {details}
    }
    .into_any()
}

fn structure(report: &StructureReport, lang: Lang) -> AnyView {
    let described = report
        .signatures
        .iter()
        .enumerate()
        .map(|(index, signature)| describe::structure(index + 1, signature, lang))
        .collect();
    report_view::details(described)
}

/// "Đang gửi 62 %", with a way to stop.
pub fn sending(percent: RwSignal<Option<u32>>, stop: Callback<()>) -> AnyView {
    let lang = lang::current();
    let words = move |percent: u32| {
        if percent < 100 {
            text::vault::sending(lang, percent)
        } else {
            text::vault::verifying(lang).to_owned()
        }
    };
    // Heard in quarters, seen in full.
    let heard = Memo::new(move |_| percent.get().map(|percent| percent / 25 * 25));
    let share = Signal::derive(move || percent.get().unwrap_or_default());
    let offline = dom::is_offline();
    let bar = move || {
        view! {
            <div class="sending">
                <p role="status" class="strong">{move || offline.get().then(|| text::vault::offline(lang))}</p>
                <div class="row end">
                    <span>{move || percent.get().map(words)}</span>
                    <button type="button" class="btn-link" on:click=move |_| stop.run(())>
                        {text::vault::stop(lang)}
                    </button>
                </div>
                {progress_bar(share, text::vault::sending_label(lang))}
            </div>
        }
        .into_any()
    };
    view! {
        <p class="unseen" role="status">{move || heard.get().map(words)}</p>
        {when(move || percent.with(Option::is_some), bar)}
    }
    .into_any()
}
