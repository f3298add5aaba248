//! What an officer does with a feedback: begins to compare, puts the right file in place, or says why it is right.

use crate::api::client::{decode, new_key};
use crate::api::failure::of_code;
use crate::api::upload::{NotSent, Stop, send_body};
use crate::api::{Api, Failure};
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::{
    Field, FileButton, FormErrors, Tone, error_summary, progress_bar, quiet_submit_button, submit_button,
    text_field, verdict,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::{CorrectResult, DeskFeedback, RefuseFeedback, StepFeedback};
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::upload::dto::UploadView;
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

type Now = RwSignal<DeskFeedback>;

/// Takes the answer of the server, or shows why there is none.
fn settle(
    api: Api,
    answer: Result<DeskFeedback, Failure>,
    now: Now,
    errors: FormErrors,
    busy: RwSignal<bool>,
) {
    let _ = busy.try_set(false);
    match answer {
        Ok(desk) => {
            let _ = now.try_set(desk);
        }
        Err(failure) => errors.show_failure(&failure, api.lang(), |path| match path {
            "upload_id" => "file".to_owned(),
            other => other.to_owned(),
        }),
    }
}

fn send(
    api: Api,
    (now, errors, busy): (Now, FormErrors, RwSignal<bool>),
    part: &'static str,
    request: impl Serialize + 'static,
) {
    let id = now.with_untracked(|desk| desk.feedback.item.id);
    busy.set(true);
    spawn_local(async move {
        let answer = api
            .post(&path::desk_feedback_part(id, part), &request, None)
            .await;
        settle(api, answer, now, errors, busy);
    });
}

fn version(now: Now) -> u32 {
    now.with_untracked(|desk| desk.feedback.item.version)
}

/// "Bắt đầu đối chiếu".
pub fn begin(now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            errors.clear();
            let version = version(now);
            send(api, (now, errors, busy), "comparison", StepFeedback { version });
        }
    };
    view! {
        {error_summary(errors)}
        <form class="card stack-small" novalidate=true on:submit=submit>
            <p class="muted">{text::feedback::compare_hint(lang)}</p>
            <p>{submit_button(text::feedback::compare(lang), text::feedback::comparing_now(lang), busy)}</p>
        </form>
    }
    .into_any()
}

/// The two ways to answer.
pub fn answers(desk: &DeskFeedback, now: Now) -> AnyView {
    let lang = lang::current();
    let errors = FormErrors::new();
    let first = if desk.is_current {
        replacement(now, errors)
    } else {
        verdict(Tone::Warn, text::feedback::moved(lang), ())
    };
    view! {
        {error_summary(errors)}
        <div class="desk-pair">{first} {refusal(now, errors)}</div>
    }
    .into_any()
}

fn replacement(now: Now, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let busy = RwSignal::new(false);
    let percent = RwSignal::new(None::<u32>);
    let note = RwSignal::new(String::new());
    let name = RwSignal::new(None::<String>);
    // The key belongs to this choice of a file.
    let chosen = RwSignal::new_local(None::<(File, String)>);
    let wrong = errors.of("file");
    let on_file = Callback::new(move |(file,): (File,)| {
        errors.clear_field("file");
        name.set(Some(file.name()));
        chosen.set(Some((file, new_key())));
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let Some((file, key)) = chosen.get_untracked() else {
            errors.mark("file", of_code(ErrorCode::Required, lang));
            errors.show();
            return;
        };
        let (version, words) = (version(now), note.get_untracked());
        let id = now.with_untracked(|desk| desk.feedback.item.id);
        busy.set(true);
        spawn_local(async move {
            let progress = Rc::new(move |share| {
                let _ = percent.try_set(Some(share));
            });
            let stop = Stop::default();
            let sent = send_body(api, path::DESK_FEEDBACK_FILES, &file, &key, &stop, progress).await;
            let _ = percent.try_set(None);
            let upload = match sent {
                Ok(body) => decode::<UploadView>(&body),
                Err(NotSent::Failed(failure)) => Err(failure),
                Err(NotSent::Stopped) => Err(Failure::of(ErrorCode::NoConnection)),
            };
            let answer = match upload {
                Ok(upload) => {
                    let request = CorrectResult {
                        version,
                        upload_id: upload.id,
                        note: (!words.trim().is_empty()).then_some(words),
                    };
                    api.post(&path::desk_feedback_part(id, "replacement"), &request, None)
                        .await
                }
                Err(failure) => Err(failure),
            };
            settle(api, answer, now, errors, busy);
        });
    };
    let max_mb = session::current().max_upload_bytes() / 1_000_000;
    let note_field = Field {
        hint: text::feedback::note_hint(lang),
        optional: true,
        multiline: true,
        ..Field::new("note", text::feedback::note(lang))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{text::feedback::replace_title(lang)}</h2>
            <p class="muted">{text::feedback::replace_hint(lang)}</p>
            <div class="field" class:wrong=move || wrong.with(Option::is_some)>
                <p>
                    <b>{text::feedback::right_file(lang)}</b>
                </p>
                <p class="hint">{text::feedback::right_file_hint(lang, max_mb)}</p>
                {dynamic(move || wrong.get().map(|words| view! { <p class="field-error">{words}</p> }))}
                <FileButton
                    id="file".to_owned()
                    label=text::feedback::choose_file(lang)
                    context=text::feedback::right_file(lang)
                    accept="application/pdf,.pdf"
                    on_file=on_file
                />
                <p role="status">{move || name.get().map(|name| text::feedback::chosen(lang, name))}</p>
            </div>
            {text_field(note, errors, note_field)}
            {dynamic(move || {
                percent.get().map(|percent| progress_bar(percent, text::feedback::replacing(lang)))
            })}
            {submit_button(text::feedback::replace(lang), text::feedback::replacing(lang), busy)}
        </form>
    }
    .into_any()
}

fn refusal(now: Now, errors: FormErrors) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let busy = RwSignal::new(false);
    let ground = RwSignal::new(String::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            errors.clear();
            let request = RefuseFeedback {
                version: version(now),
                ground: ground.get_untracked(),
            };
            send(api, (now, errors, busy), "refusal", request);
        }
    };
    let field = Field {
        hint: text::feedback::ground_hint(lang),
        multiline: true,
        ..Field::new("ground", text::feedback::ground(lang))
    };
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            <h2>{text::feedback::refuse_title(lang)}</h2>
            {text_field(ground, errors, field)}
            {quiet_submit_button(text::feedback::refuse(lang), text::feedback::refusing(lang), busy)}
        </form>
    }
    .into_any()
}
