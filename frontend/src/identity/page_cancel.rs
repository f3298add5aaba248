//! `/huy#…`: calling off a change of phone, without signing in. Opening the link changes nothing, so that programs that
//! look at links in messages do no harm; what stands behind the `#` is never in an address that is sent or logged.

use crate::api::{Api, Failure};
use crate::dom;
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::{FormErrors, Tone, error_summary, failure_box, page_heading, skeleton, verdict};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::account::{LinkSecret, PhoneChangeKind, PhoneChangeState, PhoneChangeView};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// What is known of the change.
#[derive(Clone)]
enum Known {
    Asking,
    Failed(Failure),
    Change(PhoneChangeView, bool),
}

/// `/huy`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let hash = dom::window().and_then(|window| window.location().hash().ok());
    let secret = hash.unwrap_or_default().trim_start_matches('#').to_owned();
    let secret = StoredValue::new(secret);
    let known = RwSignal::new(Known::Asking);
    let ask = move || {
        known.set(Known::Asking);
        spawn_local(async move {
            let answer: Result<PhoneChangeView, Failure> =
                api.post(path::PHONE_CHANGE, &link(secret), None).await;
            let _ = known.try_set(match answer {
                Ok(change) => Known::Change(change, false),
                Err(failure) => Known::Failed(failure),
            });
        });
    };
    let is_whole = secret.with_value(|secret| !secret.is_empty());
    if is_whole {
        ask();
    }
    let content = dynamic(move || {
        if !is_whole {
            return view! { <p class="card">{text::account::cancel_no_link(lang)}</p> }.into_any();
        }
        match known.get() {
            Known::Asking => skeleton(),
            Known::Failed(failure) if failure.code == ErrorCode::LinkOver => {
                verdict(Tone::Warn, failure.sentence(lang), ())
            }
            Known::Failed(failure) => failure_box(failure, Callback::new(move |()| ask())),
            Known::Change(change, by_us) => state(change, by_us, secret, known),
        }
    });
    view! {
        <div class="narrow">
            {page_heading(text::account::cancel_title(lang))}
            {content}
        </div>
    }
    .into_any()
}

fn link(secret: StoredValue<String>) -> LinkSecret {
    LinkSecret {
        secret: secret.get_value(),
    }
}

fn about(change: &PhoneChangeView, lang: Lang) -> String {
    let (begun, due) = (change.begun_at.vietnam_minute(), change.due_at.vietnam_minute());
    match change.kind {
        PhoneChangeKind::Added => text::account::cancel_added(lang, &change.phone, begun),
        PhoneChangeKind::Lost => text::account::cancel_lost(lang, due, &change.phone, begun),
    }
}

fn state(
    change: PhoneChangeView,
    by_us: bool,
    secret: StoredValue<String>,
    known: RwSignal<Known>,
) -> AnyView {
    let lang = lang::current();
    let what = about(&change, lang);
    match change.state {
        PhoneChangeState::Open => open(what, secret, known),
        PhoneChangeState::Done => {
            let more = view! { <p>{text::account::cancel_was_done(lang)}</p> };
            verdict(Tone::Warn, what, more)
        }
        PhoneChangeState::Cancelled => {
            let title = if by_us {
                text::account::cancel_done(lang)
            } else {
                text::account::cancel_was_cancelled(lang)
            };
            let more = view! { <p>{text::account::cancel_next(lang)}</p> };
            view! {
                <div role="status">{verdict(Tone::Ok, title, more)}</div>
                <p class="gap-above">
                    <a class="btn" href="/quen-mat-khau">{text::account::cancel_reset(lang)}</a>
                </p>
            }
            .into_any()
        }
    }
}

fn open(what: String, secret: StoredValue<String>, known: RwSignal<Known>) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let session = session::current();
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer: Result<PhoneChangeView, Failure> =
                api.post(path::PHONE_CHANGE_CANCEL, &link(secret), None).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(change) => {
                    // Its sessions ended, perhaps the one of this browser, too.
                    if change.kind == PhoneChangeKind::Added {
                        session.forget();
                    }
                    let _ = known.try_set(Known::Change(change, true));
                }
                Err(failure) => errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    };
    let label = move || {
        if busy.get() {
            text::account::cancel_busy(lang)
        } else {
            text::account::cancel_act(lang)
        }
    };
    view! {
        {error_summary(errors)}
        <section class="card stack">
            <p class="strong">{what}</p>
            <p>{text::account::cancel_keep(lang)}</p>
            <button type="button" class="btn" aria-disabled=move || busy.get().then_some("true") on:click=press>
                {label}
            </button>
        </section>
    }
    .into_any()
}
