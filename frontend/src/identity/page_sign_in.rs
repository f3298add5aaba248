//! Two steps on one address: account and password, then the code.

use crate::api::Api;
use crate::dom;
use crate::identity::model::{Waiting, destination};
use crate::identity::{kept, step_code, step_other_way, step_password};
use crate::react::{dynamic, effect};
use crate::route::use_replace;
use crate::state::{lang, session};
use crate::ui::skeleton;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::identity::dto::Challenge;
use motcua_shared::{path, text};
use wasm_bindgen_futures::spawn_local;

/// `/dang-nhap?tiep=<where to go afterwards>`, with `loi=<code>` when signing in elsewhere came to nothing, with
/// `buoc=lien-ket` when an account that was there before is to be joined to what came from there.
pub fn page() -> AnyView {
    let session = session::current();
    let (api, lang) = (Api::current(), lang::current());
    let query = use_query_map();
    let replace = use_replace();
    let asked = move |name: &str| query.with_untracked(|query| query.get(name));
    let links = asked("buoc").as_deref() == Some("lien-ket");
    let step = RwSignal::new(kept::sign_in().filter(|waiting| waiting.links == links));
    let refused = RwSignal::new(asked("loi").map(|code| sentence(&code)));
    let next = destination(asked("tiep").as_deref());
    // Whoever is signed in has nothing to do here: this also is the way out after the second step.
    effect(move || {
        if session.account().is_some() {
            kept::keep_sign_in(None);
            let wanted = asked("tiep");
            replace(&destination(wanted.as_deref()));
        }
    });
    let go = Callback::new(move |next: Option<Waiting>| {
        kept::keep_sign_in(next.as_ref());
        refused.set(None);
        step.set(next);
    });
    let other = RwSignal::new(false);
    let back_to_code = Callback::new(move |next: Option<Waiting>| {
        other.set(false);
        go.run(next);
    });
    let asking = RwSignal::new(links && step.with_untracked(Option::is_none));
    if asking.get_untracked() {
        spawn_local(async move {
            let answer = api.post::<Challenge>(path::LINK, &(), None).await;
            let _ = asking.try_set(false);
            match answer {
                Ok(challenge) => go.run(Some(Waiting::linking(challenge, dom::now()))),
                Err(failure) => {
                    let _ = refused.try_set(Some(failure.sentence(lang)));
                }
            }
        });
    }
    view! {
        <div class="narrow">
            {dynamic(move || match step.get() {
                None if asking.get() => skeleton(),
                None => step_password::view(go, &next, refused.get()),
                Some(waiting) if other.get() => step_other_way::view(waiting, back_to_code),
                Some(waiting) => step_code::view(waiting, go, Callback::new(move |()| other.set(true))),
            })}
        </div>
    }
    .into_any()
}

/// What a code in the address means; one that nobody knows is a refusal all the same.
pub fn sentence(code: &str) -> String {
    let lang = lang::current();
    let found = text::error::find(code).or_else(|| text::refusal::find(code));
    found.map_or_else(
        || text::error::unknown(lang).to_owned(),
        |found| found.render(lang, &[]),
    )
}
