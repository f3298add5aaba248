//! The code that the citizen reads out, and the account that it makes.

use crate::api::Api;
use crate::api::failure::of_code;
use crate::desk::draft::{self, Draft};
use crate::desk::part_form;
use crate::desk::words;
use crate::dom;
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{Field, FormErrors, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::{AssistedView, Comparison, DeskFile, DeskFileKind, MakeAccount};
use motcua_shared::identity::dto::Challenge;
use motcua_shared::identity::rule::parse_code;
use motcua_shared::path;
use motcua_shared::text;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// What this part works on.
#[derive(Clone, Copy)]
pub struct CodePart {
    /// The draft.
    pub draft: Draft,
    /// The errors of the page.
    pub errors: FormErrors,
    /// What should be looked at again.
    pub doubtful: RwSignal<Option<ErrorCode>>,
    /// What came in.
    pub files: RwSignal<Vec<DeskFile>>,
    /// The number has an account meanwhile.
    pub already: RwSignal<bool>,
    /// The account was made.
    pub made: Callback<AssistedView>,
}

/// Saves what was typed and looks at it; whether the citizen's data is complete.
pub async fn is_ready(part: CodePart, needs_scan: bool) -> bool {
    let lang = part.draft_lang();
    part.errors.clear();
    let form = untrack(|| part.draft.form());
    let (wrong, doubt) = part_form::check(&form);
    for (field, code) in wrong {
        part.errors.mark(field, of_code(code, lang));
    }
    part.doubtful.set(doubt.or(part.doubtful.get_untracked()));
    if let Some(code) = doubt {
        part.errors.mark("confirmed", of_code(code, lang));
    }
    let has_scan = part
        .files
        .with_untracked(|files| files.iter().any(|file| file.kind == DeskFileKind::Scan));
    if needs_scan && !has_scan {
        part.errors.mark("scan", of_code(ErrorCode::ScanMissing, lang));
    }
    if part.errors.show() {
        return false;
    }
    match part.draft.flush().await {
        Ok(()) => true,
        Err(failure) => {
            part.errors.show_failure(&failure, lang, str::to_owned);
            false
        }
    }
}

impl CodePart {
    fn draft_lang(self) -> text::Lang {
        Api::lang(self.draft.api())
    }
}

/// The part.
pub fn view(part: CodePart, first: Option<Challenge>, comparison: Option<Comparison>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let challenge = RwSignal::new(first.map(|challenge| (challenge, dom::now())));
    let compared = RwSignal::new(comparison);
    let code = RwSignal::new(String::new());
    let (busy, sending) = (RwSignal::new(false), RwSignal::new(false));
    let CodePart {
        draft,
        errors,
        already,
        made,
        ..
    } = part;
    let send = move |_| {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        spawn_local(async move {
            if is_ready(part, true).await {
                let address = path::desk_registration_part(draft.id, "code");
                match api.post::<Challenge>(&address, &(), None).await {
                    Ok(sent) => {
                        let _ = challenge.try_set(Some((sent, dom::now())));
                        let view = api
                            .get::<AssistedView>(&path::desk_registration(draft.id), None)
                            .await;
                        if let Ok(view) = view {
                            let _ = compared.try_set(view.comparison);
                        }
                        dom::focus("code");
                    }
                    Err(failure) => {
                        let _ = already.try_set(failure.code == ErrorCode::AlreadyRegistered);
                        errors.show_failure(&failure, lang, str::to_owned);
                    }
                }
            }
            let _ = sending.try_set(false);
        });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let digits = match code.with_untracked(|typed| parse_code(typed)) {
            Ok(digits) => digits,
            Err(wrong) => {
                errors.mark("code", of_code(wrong, lang));
                errors.show();
                return;
            }
        };
        busy.set(true);
        spawn_local(async move {
            if is_ready(part, true).await {
                let address = path::desk_registration_part(draft.id, "account");
                let answer = api
                    .post::<AssistedView>(&address, &MakeAccount { code: digits }, None)
                    .await;
                match answer {
                    Ok(view) => {
                        draft::forget();
                        made.run(view);
                    }
                    Err(failure) => {
                        let _ = already.try_set(failure.code == ErrorCode::AlreadyRegistered);
                        errors.show_failure(&failure, lang, str::to_owned);
                    }
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let entry = move || {
        let field = Field {
            inputmode: "numeric",
            class: "code-entry",
            ..Field::new("code", text::desk::code(lang))
        };
        let sent = move || {
            challenge.with(|challenge| {
                let (challenge, _) = challenge.as_ref()?;
                let minute = challenge.ends_at.vietnam_minute();
                let time = minute.split(',').next().unwrap_or_default().to_owned();
                Some(text::desk::code_sent(lang, &challenge.sent_to, time))
            })
        };
        view! {
            <p role="status">{sent}</p>
            {dynamic(move || {
                compared.get().map(|said| view! { <p class="hint">{words::comparison(said, lang)}</p> })
            })}
            <form class="stack" novalidate=true on:submit=submit>
                {text_field(code, errors, field)}
                {submit_button(text::desk::make(lang), text::desk::making(lang), busy)}
            </form>
        }
        .into_any()
    };
    view! {
        <p class="hint">{text::desk::code_hint(lang)}</p>
        {when(move || challenge.with(Option::is_some), entry)}
        <p>{send_button(challenge, sending, send)}</p>
    }
    .into_any()
}

/// Sends the first code, then counts down until another one may be asked for.
fn send_button(
    challenge: RwSignal<Option<(Challenge, i64)>>,
    sending: RwSignal<bool>,
    send: impl Fn(web_sys::MouseEvent) + 'static,
) -> AnyView {
    let lang = lang::current();
    let tick = RwSignal::new(());
    let timer = set_interval_with_handle(
        move || {
            let _ = tick.try_set(());
        },
        Duration::from_secs(1),
    );
    if let Ok(timer) = timer {
        on_cleanup(move || timer.clear());
    }
    let left = Memo::new(move |_| {
        tick.track();
        challenge.with(|challenge| {
            let (challenge, at) = challenge.as_ref()?;
            let wait = i64::try_from(challenge.resend_after).unwrap_or(i64::MAX / 2_000) * 1_000;
            Some((at + wait - dom::now() + 999).div_euclid(1_000).max(0))
        })
    });
    let label = move || match left.get() {
        None => text::desk::code_send(lang).to_owned(),
        Some(0) => text::desk::code_again(lang).to_owned(),
        Some(seconds) => text::desk::code_again_in(lang, seconds),
    };
    let press = move |event| {
        if left.get_untracked().unwrap_or(0) == 0 {
            send(event);
        }
    };
    let waits = move || (sending.get() || left.get().unwrap_or(0) > 0).then_some("true");
    let quiet = move || left.get().is_some();
    view! {
        <button type="button" class="btn" class:quiet=quiet aria-disabled=waits on:click=press>
            {label}
        </button>
    }
    .into_any()
}
