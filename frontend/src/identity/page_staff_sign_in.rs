//! Where officers sign in: with their electronic identity, and with a password where the settings allow it. Who has several
//! staff accounts chooses one here.

use crate::api::{Api, Load};
use crate::dom::encode;
use crate::identity::kept;
use crate::identity::model::Waiting;
use crate::identity::page_sign_in::sentence;
use crate::identity::{step_code, step_password};
use crate::react::{dynamic, effect, when};
use crate::route::use_replace;
use crate::state::{lang, session};
use crate::ui::{error_summary, failure_box, left_notice, page_heading, skeleton};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::identity::desk::{ChooseStaff, StaffChoice};
use motcua_shared::identity::dto::SessionView;
use motcua_shared::{path, text};
use wasm_bindgen_futures::spawn_local;

/// Where officers begin.
const HOME: &str = "/can-bo";

/// `/can-bo/dang-nhap?tiep=<where to go afterwards>`, with `loi=<code>` when the provider led to nothing, with `buoc=chon`
/// when there are several staff accounts.
pub fn page() -> AnyView {
    let session = session::current();
    let query = use_query_map();
    let replace = use_replace();
    let asked = move |name: &str| query.with_untracked(|query| query.get(name));
    let next = destination(asked("tiep").as_deref());
    let after = next.clone();
    effect(move || {
        if session.account().is_some() {
            kept::keep_sign_in(None);
            replace(&after);
        }
    });
    if asked("buoc").as_deref() == Some("chon") {
        return choice();
    }
    let step = RwSignal::new(kept::sign_in().filter(|waiting| !waiting.links));
    let refused = asked("loi").map(|code| sentence(&code));
    let go = Callback::new(move |next: Option<Waiting>| {
        kept::keep_sign_in(next.as_ref());
        step.set(next);
    });
    view! {
        <div class="narrow">
            {dynamic(move || match step.get() {
                None => doors(go, &next, refused.clone()),
                Some(waiting) => step_code::view(waiting, go, Callback::new(move |()| go.run(None))),
            })}
        </div>
    }
    .into_any()
}

fn doors(go: Callback<Option<Waiting>>, next: &str, refused: Option<String>) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let errors = step_password::refusal(refused);
    let password = move || {
        view! {
            <h2 class="gap-above">{text::desk::sign_in_password(lang)}</h2>
            {step_password::form(go, errors)}
        }
        .into_any()
    };
    view! {
        {left_notice()}
        {error_summary(errors)}
        {page_heading(text::desk::sign_in_title(lang))}
        <p>{text::desk::sign_in_hint(lang)}</p>
        {step_password::elsewhere(
            text::desk::sign_in_provider(lang),
            format!("purpose=staff&tiep={}", encode(next)),
        )}
        {when(move || session.staff_password(), password)}
    }
    .into_any()
}

/// Only pages of officers follow.
fn destination(wanted: Option<&str>) -> String {
    match wanted {
        Some(path)
            if path.starts_with(HOME)
                && !path.starts_with("/can-bo/dang-nhap")
                && !path.contains('\\')
                && !path.chars().any(char::is_control) =>
        {
            path.to_owned()
        }
        _ => HOME.to_owned(),
    }
}

fn choice() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let session = session::current();
    let (answer, asking) = (RwSignal::new(Load::Loading), RwSignal::new(()));
    effect(move || {
        asking.track();
        spawn_local(async move {
            let got = api.post::<Vec<StaffChoice>>(path::STAFF_CHOICES, &(), None).await;
            let _ = answer.try_set(match got {
                Ok(choices) => Load::Ready(choices),
                Err(failure) => Load::Failed(failure),
            });
        });
    });
    let choose = move |id| {
        spawn_local(async move {
            let chosen = api
                .post::<SessionView>(path::STAFF_CHOICE, &ChooseStaff { id }, None)
                .await;
            match chosen {
                Ok(view) => session.set(view),
                Err(failure) => {
                    let _ = answer.try_set(Load::Failed(failure));
                }
            }
        });
    };
    let row = move |choice: StaffChoice| {
        let unit = choice.unit.unwrap_or_default();
        view! {
            <li class="card draft">
                <div class="grow">
                    <h2>{choice.name}</h2>
                    <p class="hint">{unit}</p>
                </div>
                <button type="button" class="btn" on:click=move |_| choose(choice.id)>
                    {text::desk::choose(lang)}
                </button>
            </li>
        }
    };
    view! {
        <div class="narrow">
            {page_heading(text::desk::choose_title(lang))}
            {dynamic(move || match answer.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) => failure_box(failure, Callback::new(move |()| asking.set(()))),
                Load::Ready(choices) => {
                    view! { <ul class="plain-list">{choices.into_iter().map(row).collect_view()}</ul> }.into_any()
                }
            })}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officers_stay_on_their_own_pages() {
        assert_eq!(destination(Some("/can-bo/tai-khoan")), "/can-bo/tai-khoan");
        for other in ["/kho", "//evil.vn", "/can-bo/dang-nhap?x", "/can-bo\\x", ""] {
            assert_eq!(destination(Some(other)), HOME, "{other}");
        }
    }
}
