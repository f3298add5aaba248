//! "Đang được X xử lý": the page holds the dossier while somebody works on it, and says so when somebody else does.

use crate::api::{Api, Failure};
use crate::dom;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{FormErrors, Tone, error_summary, quiet_submit_button, verdict};
use leptos::ev::{Event, keydown, pointerdown};
use leptos::prelude::*;
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::hold::{Hold, RENEW_SECONDS, TakeHold};
use motcua_shared::text;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// Who holds the dossier on the page, as far as is known.
#[derive(Clone, Copy)]
pub struct Holding {
    id: DossierId,
    hold: RwSignal<Option<Hold>>,
    /// Whether this page held it once.
    was_mine: RwSignal<bool>,
}

impl Holding {
    /// Whether somebody else holds it. Until an answer is there nobody is in the way: the server refuses whoever is not first.
    pub fn is_others(self) -> bool {
        self.hold
            .with(|hold| hold.as_ref().is_some_and(|hold| !hold.is_mine))
    }

    fn ask(self, api: Api, take_over: bool, then: impl Fn(Option<Failure>) + 'static) {
        let address = path::desk_dossier_part(self.id, "hold");
        spawn_local(async move {
            let request = TakeHold { take_over };
            let answer: Result<Hold, Failure> = api.put(&address, &request).await;
            let failure = match answer {
                Ok(hold) => {
                    if hold.is_mine {
                        let _ = self.was_mine.try_set(true);
                    }
                    let _ = self.hold.try_set(Some(hold));
                    None
                }
                Err(failure) => Some(failure),
            };
            then(failure);
        });
    }
}

/// Holds a dossier from now on, as long as somebody works on its page: what only stays open lets go by itself, and keeps no session
/// alive.
pub fn holding(id: DossierId) -> Holding {
    let holding = Holding {
        id,
        hold: RwSignal::new(None),
        was_mine: RwSignal::new(false),
    };
    let api = Api::current();
    holding.ask(api, false, |_| ());
    let is_worked_on = StoredValue::new_local(false);
    let key = window_event_listener(keydown, move |_| is_worked_on.set_value(true));
    let press = window_event_listener(pointerdown, move |_| is_worked_on.set_value(true));
    on_cleanup(move || {
        key.remove();
        press.remove();
    });
    let again = move || {
        let is_worked_on = is_worked_on.try_update_value(std::mem::take) == Some(true);
        if is_worked_on
            && !holding
                .hold
                .with_untracked(|hold| hold.as_ref().is_some_and(|hold| !hold.is_mine))
        {
            holding.ask(api, false, |_| ());
        }
    };
    if let Ok(timer) = set_interval_with_handle(again, Duration::from_secs(RENEW_SECONDS.into())) {
        on_cleanup(move || timer.clear());
    }
    let gone = window_event_listener_untyped("pagehide", move |_: Event| let_go(holding));
    on_cleanup(move || {
        gone.remove();
        let_go(holding);
    });
    holding
}

fn let_go(holding: Holding) {
    let is_mine = holding
        .hold
        .try_with_untracked(|hold| hold.as_ref().is_some_and(|hold| hold.is_mine));
    if is_mine == Some(true) {
        let address = path::desk_dossier_part(holding.id, "hold");
        crate::api::client::send_off("DELETE", &address, &());
    }
}

/// Who holds it, and the way to take over; nothing while nobody else does.
pub fn banner(holding: Holding) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let take = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        holding.ask(api, true, move |failure| {
            let _ = busy.try_set(false);
            match failure {
                Some(failure) => errors.show_failure(&failure, api.lang(), str::to_owned),
                // What the other one did meanwhile is not on this page.
                None => dom::replace_by(&dom::here()),
            }
        });
    };
    dynamic(move || {
        let held = holding.hold.get().filter(|hold| !hold.is_mine);
        held.map(|held| {
            let (title, hint) = match holding.was_mine.get_untracked() {
                true => (
                    text::work::lost(lang, &held.officer),
                    text::work::lost_hint(lang).to_owned(),
                ),
                false => (
                    text::work::held_title(lang, &held.officer),
                    text::work::held_hint(lang, held.since.vietnam_minute()),
                ),
            };
            let body = view! {
                <p>{hint}</p>
                {error_summary(errors)}
                <form novalidate=true on:submit=take>
                    {quiet_submit_button(text::work::take_over(lang), text::work::taking_over(lang), busy)}
                </form>
            };
            view! { <div role="status">{verdict(Tone::Warn, title, body)}</div> }
        })
    })
}
