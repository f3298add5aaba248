//! The menu of the band: as whom else one may go on ("Chuyển tài khoản", "Ủy quyền giải quyết", seed 004). It asks when it is
//! opened.

use super::top::Beside;
use crate::api::{Api, load};
use crate::dom;
use crate::react::{dynamic, when};
use crate::state::{lang, session};
use crate::ui::{Tone, load_view, verdict};
use leptos::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::identity::account::{OtherAccount, SwitchAccount};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::{AccountKind, AccountView, SessionView};
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::time::format_date;
use wasm_bindgen_futures::spawn_local;

/// Where delegations are given and withdrawn.
pub const DELEGATIONS: &str = "/can-bo/uy-quyen";

/// Where one works for another officer.
const DOSSIERS: &str = "/can-bo/ho-so";

/// What stands in the band: for whom one works with the way back, or the menu.
pub fn beside(account: &AccountView) -> Beside {
    let lang = lang::current();
    let Some(acting) = untrack(|| session::current().acting_for()) else {
        return Beside {
            instead: None,
            menu: menu(),
        };
    };
    let words = match acting.holds {
        true => text::desk::acting(lang, acting.name, acting.unit, format_date(acting.until)),
        false => text::desk::acting_ended(lang, acting.name),
    };
    Beside {
        instead: Some(view! { <b>{words}</b> " · " }.into_any()),
        menu: back(account.id),
    }
}

fn menu() -> AnyView {
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
            <div class="stack">
                {when(move || open.get(), list)}
                <a href=DELEGATIONS>{text::desk::menu_delegations(lang)}</a>
            </div>
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
        {said(refused)}
        <ul class="plain-list">{entries.collect_view()}</ul>
    }
    .into_any()
}

fn entry(other: OtherAccount, refused: RwSignal<String>) -> AnyView {
    let lang = lang::current();
    let request = SwitchAccount {
        account_id: other.id,
        delegation_id: other.delegation_id,
    };
    if other.delegation_id.is_some() {
        let label = text::desk::menu_act(lang, other.name, other.unit.unwrap_or_default());
        return way(label, request, DOSSIERS, refused);
    }
    let capacity = match (other.kind, other.roles.first()) {
        (AccountKind::Administrator, _) => text::staff::role_administrator(lang),
        (_, Some(StaffRole::Desk)) => text::desk::kind_desk(lang),
        _ => text::desk::kind_staff(lang),
    };
    let place = match &other.unit {
        Some(unit) => format!("{unit}, {capacity}"),
        None => capacity.to_owned(),
    };
    let label = text::desk::menu_switch(lang, other.name, place);
    way(label, request, super::HOME, refused)
}

fn way(label: String, request: SwitchAccount, to: &'static str, refused: RwSignal<String>) -> AnyView {
    let go = move |_| go_on(request.clone(), to, refused);
    view! {
        <li>
            <button type="button" class="btn-link" on:click=go>{label}</button>
        </li>
    }
    .into_any()
}

/// The way back from working for another officer.
fn back(account: AccountId) -> AnyView {
    let lang = lang::current();
    let refused = RwSignal::new(String::new());
    let request = SwitchAccount {
        account_id: account,
        delegation_id: None,
    };
    let go = move |_| go_on(request.clone(), super::HOME, refused);
    view! {
        <div>
            {said(refused)}
            <button type="button" class="btn-link" on:click=go>{text::desk::acting_back(lang)}</button>
        </div>
    }
    .into_any()
}

fn said(refused: RwSignal<String>) -> AnyView {
    let sentence = move || {
        let sentence = refused.get();
        (!sentence.is_empty()).then(|| verdict(Tone::Bad, sentence, ()))
    };
    view! { <div role="alert">{dynamic(sentence)}</div> }.into_any()
}

/// Goes on as another account, or for another officer. Nothing of what was open before is kept.
fn go_on(request: SwitchAccount, to: &'static str, refused: RwSignal<String>) {
    let (api, lang) = (Api::current(), lang::current());
    spawn_local(async move {
        match api
            .post::<SessionView>(path::ACCOUNT_SWITCH, &request, None)
            .await
        {
            Ok(_) => {
                dom::clear_session_storage();
                crate::kept::forget_all().await;
                dom::leave_for(to);
            }
            Err(failure) => {
                let _ = refused.try_set(failure.sentence(lang));
            }
        }
    });
}
