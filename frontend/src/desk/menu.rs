//! The menu of the band: as whom else one may go on ("Chuyển tài khoản", seed 004). It asks when it is opened.

use crate::api::{Api, load};
use crate::dom;
use crate::react::{dynamic, when};
use crate::state::lang;
use crate::ui::{Tone, load_view, verdict};
use leptos::prelude::*;
use motcua_shared::identity::account::{OtherAccount, SwitchAccount};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::{AccountKind, SessionView};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// The menu.
pub fn menu() -> AnyView {
    let lang = lang::current();
    let open = RwSignal::new(false);
    let list = || {
        let others = load::<Vec<OtherAccount>>(|| path::ACCOUNT_OTHERS.to_owned());
        load_view(others, content)
    };
    view! {
        <details
            class="as"
            on:toggle=move |event| {
                let details: web_sys::HtmlDetailsElement = event_target(&event);
                open.set(details.open());
            }
        >
            <summary>{text::desk::menu_title(lang)}</summary>
            <div class="stack">{when(move || open.get(), list)}</div>
        </details>
    }
    .into_any()
}

fn content(others: Vec<OtherAccount>) -> AnyView {
    let lang = lang::current();
    if others.is_empty() {
        return view! { <p class="hint">{text::desk::menu_alone(lang)}</p> }.into_any();
    }
    let refused = RwSignal::new(String::new());
    let entries = others.into_iter().map(|other| entry(other, refused));
    view! {
        <div role="alert">
            {dynamic(move || {
                let sentence = refused.get();
                (!sentence.is_empty()).then(|| verdict(Tone::Bad, sentence, ()))
            })}
        </div>
        <ul class="plain-list">{entries.collect_view()}</ul>
    }
    .into_any()
}

fn entry(other: OtherAccount, refused: RwSignal<String>) -> AnyView {
    let lang = lang::current();
    let capacity = match (other.kind, other.roles.first()) {
        (AccountKind::Administrator, _) => text::staff::role_administrator(lang),
        (_, Some(StaffRole::Desk)) => text::desk::kind_desk(lang),
        _ => text::desk::kind_staff(lang),
    };
    let place = match &other.unit {
        Some(unit) => format!("{unit}, {capacity}"),
        None => capacity.to_owned(),
    };
    let request = SwitchAccount { account_id: other.id };
    view! {
        <li>
            <button type="button" class="btn-link" on:click=move |_| go_on(request.clone(), refused)>
                {text::desk::menu_switch(lang, other.name, place)}
            </button>
        </li>
    }
    .into_any()
}

/// Goes on as another account. Nothing of what this one had open is kept.
fn go_on(request: SwitchAccount, refused: RwSignal<String>) {
    let (api, lang) = (Api::current(), lang::current());
    spawn_local(async move {
        match api.post::<SessionView>(path::ACCOUNT_SWITCH, &request, None).await {
            Ok(_) => {
                dom::clear_session_storage();
                crate::kept::forget_all().await;
                dom::leave_for(super::HOME);
            }
            Err(failure) => {
                let _ = refused.try_set(failure.sentence(lang));
            }
        }
    });
}
