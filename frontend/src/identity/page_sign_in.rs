//! Two steps on one address: account and password, then the code.

use crate::dom;
use crate::identity::model::{Waiting, destination};
use crate::identity::{step_code, step_password};
use crate::react::{dynamic, effect};
use crate::state::session;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Where this tab keeps a sign-in that waits for its code.
const KEY: &str = "sign-in";

/// `/dang-nhap?tiep=<where to go afterwards>`
pub fn page() -> AnyView {
    let session = session::current();
    let query = use_query_map();
    let step = RwSignal::new(kept());
    let navigate = use_navigate();
    // Whoever is signed in has nothing to do here: this also is the way out after the second step.
    effect(move || {
        if session.account().is_some() {
            keep(None);
            let wanted = query.with_untracked(|query| query.get("tiep"));
            let options = NavigateOptions {
                replace: true,
                ..Default::default()
            };
            navigate(&destination(wanted.as_deref()), options);
        }
    });
    let go = Callback::new(move |next: Option<Waiting>| {
        keep(next.as_ref());
        step.set(next);
    });
    view! {
        <div class="narrow">
            {dynamic(move || match step.get() {
                None => step_password::view(go),
                Some(waiting) => step_code::view(waiting, go),
            })}
        </div>
    }
    .into_any()
}

fn kept() -> Option<Waiting> {
    let text = dom::session_storage()?.get_item(KEY).ok().flatten()?;
    let waiting: Waiting = crate::api::json::from_str(&text).ok()?;
    (!waiting.is_over(dom::now())).then_some(waiting)
}

/// Keeps the waiting sign-in for a reload of this tab.
pub fn keep(waiting: Option<&Waiting>) {
    let Some(storage) = dom::session_storage() else {
        return;
    };
    let _ = match waiting.and_then(|waiting| serde_json::to_string(waiting).ok()) {
        Some(text) => storage.set_item(KEY, &text),
        None => storage.remove_item(KEY),
    };
}
