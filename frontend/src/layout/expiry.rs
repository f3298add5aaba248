//! Warns before the session ends for want of activity, and lets the person stay with one press (WCAG 2.2.1).

use crate::api;
use crate::state::{lang, session};
use crate::ui::Dialog;
use leptos::prelude::*;
use motcua_shared::text;
use std::time::Duration;

/// The warning comes this long before the end.
const WARNING_MS: i64 = 120_000;

/// How often the clock is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The warning; nothing on the page until it is due.
#[component]
pub fn Expiry() -> impl IntoView {
    let lang = lang::current();
    let session = session::current();
    let open = RwSignal::new(false);
    let minutes = RwSignal::new(0);
    let owner = Owner::current();
    let stay = move || match &owner {
        Some(owner) => owner.with(api::session::stay),
        None => api::session::stay(),
    };
    let at_the_end = stay.clone();
    let look = move || {
        let left = session.left();
        let due = left.is_some_and(|left| left <= WARNING_MS);
        let _ = minutes.try_set(left.unwrap_or_default().max(0).div_euclid(60_000) + 1);
        // Setting it again would not matter, but somebody may have closed the warning: it stays closed.
        if due && left.is_some_and(|left| left > WARNING_MS - 5_000) {
            let _ = open.try_set(true);
        } else if !due {
            let _ = open.try_set(false);
        }
        // Another tab may have kept the session alive: the server knows.
        if left.is_some_and(|left| left < 0) {
            at_the_end();
        }
    };
    if let Ok(timer) = set_interval_with_handle(look, LOOK_EVERY) {
        on_cleanup(move || timer.clear());
    }
    let stay = StoredValue::new_local(stay);
    view! {
        <Dialog id="expiry" title=text::layout::expiry_title(lang) open=open>
            <p>{move || text::layout::expiry_hint(lang, minutes.get())}</p>
            <button
                type="button"
                class="btn"
                on:click=move |_| {
                    open.set(false);
                    stay.with_value(|stay| stay());
                }
            >
                {text::layout::expiry_stay(lang)}
            </button>
        </Dialog>
    }
    .into_any()
}
