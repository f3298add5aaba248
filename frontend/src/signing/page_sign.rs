//! "Ký số tệp tin": choose, sign, have it.

use crate::format;
use crate::layout::signed_in;
use crate::react::{dynamic, when};
use crate::signature::describe;
use crate::signing::act::Act;
use crate::signing::goal::Goal;
use crate::signing::model::{self, APPROVED, COPY, ISSUED};
use crate::signing::page_goal;
use crate::signing::state::{Sent, Signed, State};
use crate::state::{lang, session};
use crate::ui::{
    Field, FilePicker, RadioChoice, Radios, Tone, empty, error_summary, page_heading, progress_bar,
    submit_button, text_field, verdict,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::id::DraftId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::dto::UploadView;

/// `/ky-so`, `/ky-so?ho-so=&thanh-phan=`
pub fn page() -> AnyView {
    signed_in(|| {
        let (draft, component) = use_query_map().with_untracked(|query| {
            let draft = query.get("ho-so").and_then(|text| DraftId::parse(&text));
            (draft, query.get("thanh-phan").unwrap_or_default())
        });
        match draft {
            Some(draft) => page_goal::load_goal(draft, component, sign),
            None => sign(None),
        }
    })
}

fn sign(goal: Option<Goal>) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let Some(account) = session.account() else {
        return ().into_any();
    };
    if !account.kind.files_dossiers() {
        return view! {
            {page_heading(text::signing::title(lang))}
            {empty(text::signing::not_for_staff(lang), text::signing::not_for_staff_hint(lang), ())}
        }
        .into_any();
    }
    let back = goal.as_ref().map(|goal| page_goal::back(goal, lang));
    let is_for_component = goal.is_some();
    let state = State::restore(account.id, goal);
    let max_bytes = session.max_upload_bytes();
    let act = Act::new(state, max_bytes);
    if untrack(|| state.sent.with(Option::is_none) && state.signed.with(Option::is_none)) {
        act.take_waiting();
    }
    view! {
        <div class="narrow">
            {back}
            {error_summary(state.errors)}
            {dynamic(move || match state.signed.get() {
                None => form(state, act, max_bytes),
                Some(signed) if is_for_component => page_goal::done(state, act, &account.name, &signed, lang),
                Some(signed) => done(state, &account.name, signed, lang),
            })}
        </div>
    }
    .into_any()
}

fn form(state: State, act: Act, max_bytes: u64) -> AnyView {
    let lang = lang::current();
    let choices = [
        (
            APPROVED,
            text::signing::approved(lang),
            text::signing::approved_hint(lang),
        ),
        (
            ISSUED,
            text::signing::issued(lang),
            text::signing::issued_hint(lang),
        ),
        (COPY, text::signing::copy(lang), text::signing::copy_hint(lang)),
    ]
    .map(|(value, label, hint)| RadioChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
    })
    .to_vec();
    let is_issued = move || state.function.with(|chosen| chosen == ISSUED);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        act.sign();
    };
    let needed = view! {
        {text::signing::needs(lang)}
        " "
        <a href="/phan-mem-ho-tro">{text::software::title(lang)}</a>
    };
    view! {
        {state.goal.with_value(|goal| page_goal::heading(goal.as_ref(), lang))}
        <form class="card stack" novalidate=true on:submit=submit>
            {file(state, act, max_bytes)}
            <Radios
                id="function"
                legend=text::signing::function(lang)
                choices=Signal::stored(choices)
                value=state.function
                errors=state.errors
            />
            {when(is_issued, move || issue(state))}
            {submit_button(text::signing::sign(lang), text::token::working(lang), state.busy)}
            <p role="status">{move || state.said.get()}</p>
            <p class="hint">{needed}</p>
        </form>
    }
    .into_any()
}

fn issue(state: State) -> AnyView {
    let lang = lang::current();
    let number = text_field(
        state.number,
        state.errors,
        Field {
            hint: text::signing::number_hint(lang),
            ..Field::new("number", text::signing::number(lang))
        },
    );
    let day = text_field(
        state.day,
        state.errors,
        Field {
            hint: text::signing::day_hint(lang),
            inputmode: "numeric",
            class: "short",
            ..Field::new("day", text::signing::day(lang))
        },
    );
    view! {
        {number}
        {day}
    }
    .into_any()
}

/// The picker, how far sending has come, and what was sent.
fn file(state: State, act: Act, max_bytes: u64) -> AnyView {
    let lang = lang::current();
    let error = state.errors.of("file");
    let label = Signal::derive(move || {
        if state.sent.with(Option::is_some) {
            text::vault::choose_other(lang)
        } else {
            text::vault::choose_file(lang)
        }
    });
    let percent = Signal::derive(move || state.percent.get().unwrap_or_default());
    let sending = move || {
        view! {
            {progress_bar(percent, text::signing::sending(lang))}
            <button type="button" class="btn text" on:click=move |_| act.stop()>
                {text::vault::stop(lang)}
            </button>
        }
        .into_any()
    };
    let sent = move |Sent { name, size, .. }: Sent| {
        view! {
            <p>
                <span class="file-name">{name}</span>
                <span class="muted">" · " {format::size(size, lang)}</span>
            </p>
        }
        .into_any()
    };
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <label for="file">{text::signing::file(lang)}</label>
            <div class="file-box">
                <FilePicker
                    id="file"
                    label=label
                    hint=text::signing::file_hint(lang, max_bytes / 1_000_000)
                    accept="application/pdf,.pdf"
                    error=error
                    on_file=Callback::new(move |(file,)| act.send(file))
                />
                <div role="status" class="stack-small">
                    {when(move || state.percent.with(Option::is_some), sending)}
                    {dynamic(move || {
                        error
                            .get()
                            .map(|sentence| {
                                view! { <p class="field-error" id="file-error">{sentence}</p> }.into_any()
                            })
                    })}
                    {dynamic(move || state.sent.get().map(sent))}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// Who signed, and what the server makes of it.
pub fn outcome(account: &str, signed: &UploadView, lang: Lang) -> AnyView {
    // Whoever signed last is who signed here; the whole report stands with the paper in the vault.
    let (tone, outcome, signer, other) = match &signed.report {
        Some(report) => {
            let (tone, outcome) = describe::tag_of(report, lang);
            let signer = report.signatures.last().and_then(|last| last.signer.as_ref());
            (
                tone,
                outcome,
                signer.map(|signer| text::signing::by(lang, &signer.common_name)),
                signer
                    .filter(|signer| !model::names(signer, account))
                    .map(|signer| text::signing::other_name(lang, account, &signer.common_name)),
            )
        }
        None => (Tone::Plain, text::signing::done(lang), None, None),
    };
    let what = view! {
        <p>{signer}</p>
        {other.map(|other| view! { <p>{other}</p> })}
        <p>
            <span class="file-name">{signed.file_name.clone()}</span>
            <span class="muted">" · " {format::size(signed.size, lang)}</span>
        </p>
    };
    verdict(tone, outcome, what)
}

fn done(state: State, account: &str, Signed { order, view: signed }: Signed, lang: Lang) -> AnyView {
    let to_the_vault = format!("/kho/them?da-ky={order}");
    view! {
        {page_heading(text::signing::done(lang))}
        <div class="stack">
            {outcome(account, &signed, lang)}
            <div class="row">
                <a class="btn" rel="external" href=to_the_vault>
                    {text::signing::to_the_vault(lang)}
                </a>
                <a class="btn quiet" rel="external" download="" href=path::signing_order_file(order)>
                    {text::signing::download(lang)}
                </a>
                <button type="button" class="btn text" on:click=move |_| state.begin_again()>
                    {text::signing::another(lang)}
                </button>
            </div>
            <p class="hint">{text::signing::done_hint(lang)}</p>
        </div>
    }
    .into_any()
}
