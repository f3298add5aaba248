//! Paying with VNPAY: leaving for its page, and what is said after coming back. Only the bank's word counts, so the page asks
//! the portal for it and believes nothing that stands in the address.

use super::page_charge::Now;
use crate::api::client::new_key;
use crate::api::upload::sleep;
use crate::api::{Api, Failure};
use crate::dom;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{FormErrors, Tone, error_summary, quiet_submit_button, submit_button, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::payment::dto::{ChargeState, ChargeView, PaymentStarted, StartPayment};
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// How often and how long the page asks whether the bank has spoken.
const POLL_MS: i32 = 2_000;
const POLLS: u32 = 45;

/// What VNPAY said of the payment when it sent the browser back.
pub fn landing(now: Now, is_waiting: RwSignal<bool>) -> AnyView {
    let lang = lang::current();
    let outcome = use_query_map()
        .with_untracked(|query| query.get("vnpay"))
        .unwrap_or_default();
    let is_due = move || now.with(|charge| charge.state == ChargeState::Due);
    if outcome == "cho" && now.with_untracked(|charge| charge.state == ChargeState::Due) {
        is_waiting.set(true);
        spawn_local(wait(Api::current(), now, is_waiting));
    }
    let said =
        move |title: &'static str, hint: &'static str| verdict(Tone::Warn, title, view! { <p>{hint}</p> });
    let view = move || match outcome.as_str() {
        _ if !is_due() => ().into_any(),
        "cho" if is_waiting.get() => said(text::payment::waiting(lang), text::payment::waiting_hint(lang)),
        "cho" => view! {
            {said(text::payment::waiting(lang), text::payment::waiting_long(lang))}
            {look_again(now)}
        }
        .into_any(),
        "dung" => said(
            text::payment::cancelled(lang),
            text::payment::cancelled_hint(lang),
        ),
        "loi" => said(text::payment::failed(lang), text::payment::failed_hint(lang)),
        _ => ().into_any(),
    };
    view! { <div role="status" class="stack gap-below">{dynamic(view)}</div> }.into_any()
}

/// Asks for the charge; nothing while the server cannot be reached.
async fn ask(api: Api, now: Now) -> Option<()> {
    let id = now.try_with_untracked(|charge| charge.dossier_id)?;
    if let Ok(charge) = api.get::<ChargeView>(&path::charge(id), None).await {
        let _ = now.try_set(charge);
    }
    Some(())
}

/// Until the charge is settled, the time is over, or the page is gone.
async fn wait(api: Api, now: Now, is_waiting: RwSignal<bool>) {
    for _ in 0..POLLS {
        sleep(POLL_MS).await;
        if ask(api, now).await.is_none() {
            return;
        }
        if now.try_with_untracked(|charge| charge.state) != Some(ChargeState::Due) {
            break;
        }
    }
    let _ = is_waiting.try_set(false);
}

fn look_again(now: Now) -> AnyView {
    let api = Api::current();
    let look = move |_| {
        spawn_local(async move {
            let _ = ask(api, now).await;
        });
    };
    view! {
        <p>
            <button type="button" class="btn quiet" on:click=look>
                {text::payment::look_again(lang::current())}
            </button>
        </p>
    }
    .into_any()
}

/// Until when a payment is open, if one is.
fn open_until(now: Now) -> Option<String> {
    now.try_with_untracked(|charge| {
        let open = charge.attempt.as_ref().filter(|attempt| !attempt.is_over);
        open.map(|attempt| attempt.expires_at.vietnam_minute())
    })
    .flatten()
}

/// The way to VNPAY's page. Where a payment is open, the person says first that it was not finished.
pub fn way(now: Now) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let key = StoredValue::new(new_key());
    let left_open = RwSignal::new(open_until(now));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let (id, amount) = now.with_untracked(|charge| (charge.dossier_id, charge.amount));
        let again = left_open.with_untracked(Option::is_some);
        spawn_local(async move {
            let request = StartPayment { amount, again };
            let key_used = key.get_value();
            let answer: Result<PaymentStarted, Failure> = api
                .post(&path::charge_payments(id), &request, Some(&key_used))
                .await;
            match answer {
                // The button stays as it is: the page is about to go.
                Ok(begun) => dom::leave_for(&begun.url),
                Err(failure) => {
                    let _ = busy.try_set(false);
                    if failure.code != ErrorCode::NoConnection {
                        key.set_value(new_key());
                    }
                    errors.show_failure(&failure, lang, str::to_owned);
                    // Begun in another tab: from now on the page knows of it.
                    if matches!(failure.code, ErrorCode::PaymentOpen) {
                        let _ = ask(api, now).await;
                        let _ = left_open.try_set(open_until(now));
                    }
                }
            }
        });
    };
    let form = move || {
        let until = left_open.get();
        let button = match until {
            None => submit_button(
                text::payment::vnpay_go(lang),
                text::payment::vnpay_going(lang),
                busy,
            ),
            Some(_) => quiet_submit_button(
                text::payment::vnpay_again(lang),
                text::payment::vnpay_going(lang),
                busy,
            ),
        };
        let open = until.map(|until| {
            let more = view! {
                <p>{text::payment::left_open_hint(lang)}</p>
                {look_again(now)}
            };
            verdict(Tone::Warn, text::payment::left_open(lang, until), more)
        });
        view! {
            {open}
            <p>{button}</p>
        }
        .into_any()
    };
    view! {
        {error_summary(errors)}
        <form class="card stack-small" novalidate=true on:submit=submit>
            <h3>{text::payment::vnpay_title(lang)}</h3>
            <p class="muted">{text::payment::vnpay_hint(lang)}</p>
            {dynamic(form)}
        </form>
    }
    .into_any()
}
