//! Header of the officers' pages, and the band that says where and as what one works.

use super::menu;
use crate::api::{Api, Load, load};
use crate::dom;
use crate::react::{dynamic, effect};
use crate::state::lang::{self, LangState};
use crate::state::session;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use motcua_shared::identity::desk::{DeskView, StaffRole};
use motcua_shared::identity::dto::{AccountKind, AccountView, SignedOut};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// Header and band.
pub fn top() -> AnyView {
    with(menu::beside)
}

/// The same where the menu would be too much to load: a link to where it is. Only administrators work there, who work for nobody.
pub fn plain_top() -> AnyView {
    with(|_| Beside {
        instead: None,
        menu: view! { <a href=menu::DELEGATIONS>{text::desk::menu_title(lang::current())}</a> }.into_any(),
    })
}

/// What stands in the band beside the name.
pub struct Beside {
    /// In the place of the unit: for whom one works.
    pub instead: Option<AnyView>,
    /// As whom else one may go on.
    pub menu: AnyView,
}

fn with(beside: fn(&AccountView) -> Beside) -> AnyView {
    let session = session::current();
    let account = Memo::new(move |_| session.account());
    view! {
        {header()}
        {dynamic(move || account.get().map(|account| band(account, beside)))}
    }
    .into_any()
}

fn header() -> AnyView {
    let lang = lang::current();
    let menu = NodeRef::<html::Details>::new();
    let location = use_location();
    effect(move || {
        location.pathname.track();
        if let Some(menu) = menu.get() {
            menu.set_open(false);
        }
    });
    view! {
        <header class="head">
            <div class="wide">
                <a class="brand" href="/can-bo">
                    <svg width="36" height="36" viewBox="0 0 34 34" aria-hidden="true">
                        <rect width="34" height="34" rx="8" fill="#b3161b"></rect>
                        <path
                            d="M17 6.5l2.9 6.9 7.4.6-5.6 4.9 1.7 7.3L17 22.3l-6.4 3.9 1.7-7.3-5.6-4.9 7.4-.6z"
                            fill="#f3c13a"
                        ></path>
                    </svg>
                    <span>
                        {text::desk::portal(lang)} <small>{text::desk::tagline(lang)}</small>
                    </span>
                </a>
                <nav class="across" aria-label=text::desk::nav(lang)>{links()}</nav>
                <details class="menu" node_ref=menu>
                    <summary>{text::layout::menu(lang)}</summary>
                    <nav aria-label=text::desk::nav(lang)>{links()}</nav>
                </details>
            </div>
        </header>
    }
    .into_any()
}

fn links() -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let state = use_context::<LangState>();
    let switch = move |_| {
        if let Some(state) = state {
            state.switch();
        }
    };
    let works = move || {
        if session.acting_for().is_some() {
            return vec![link("/can-bo/ho-so", text::processing::tile(lang))].into_any();
        }
        let entries = match session.account().map(|account| account.kind) {
            Some(AccountKind::Staff) => vec![
                link("/can-bo", text::desk::home(lang)),
                link("/can-bo/tiep-nhan", text::reception::short(lang)),
                link("/can-bo/ho-so", text::processing::tile(lang)),
                link("/can-bo/tai-khoan", text::desk::accounts(lang)),
                link("/can-bo/kho", text::share::look_title(lang)),
                link("/can-bo/phan-anh-tai-khoan", text::desk::claims(lang)),
            ],
            Some(AccountKind::Administrator) => vec![
                link("/can-bo", text::desk::home(lang)),
                link("/can-bo/nguoi-dung", text::staff::title(lang)),
                link("/tai-khoan/phan-mem-ho-tro", text::staff::software(lang)),
            ],
            _ => Vec::new(),
        };
        entries.into_any()
    };
    view! {
        {dynamic(works)}
        <button type="button" class="language" lang=text::layout::other_language_tag(lang) on:click=switch>
            {text::layout::other_language(lang)}
        </button>
    }
    .into_any()
}

fn link(href: &'static str, name: &'static str) -> AnyView {
    let path = use_location().pathname;
    let current = move || {
        path.with(|path| match path.strip_prefix(href) {
            Some("") => Some("page"),
            Some(rest) if rest.starts_with('/') && href != "/can-bo" => Some("true"),
            _ => None,
        })
    };
    view! { <a href=href aria-current=current>{name}</a> }.into_any()
}

fn band(account: AccountView, beside: fn(&AccountView) -> Beside) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let sign_out = move |_| {
        spawn_local(async move {
            let answer = api.post::<SignedOut>(path::SIGN_OUT, &(), None).await;
            dom::clear_session_storage();
            crate::kept::forget_all().await;
            let elsewhere = answer.ok().and_then(|answer| answer.provider_url);
            dom::leave_for(elsewhere.as_deref().unwrap_or(super::SIGN_IN));
        });
    };
    let beside = account.kind.is_officer().then(|| beside(&account));
    let (instead, menu) = beside.map_or((None, None), |one| (one.instead, Some(one.menu)));
    let place = if let Some(instead) = instead {
        instead
    } else if account.kind == AccountKind::Administrator {
        view! { {text::staff::role_administrator(lang)} " · " }.into_any()
    } else if account.kind == AccountKind::Staff {
        let desk = load::<DeskView>(|| path::DESK.to_owned());
        dynamic(move || match desk.get() {
            Load::Ready(desk) => {
                let capacity = if desk.roles.contains(&StaffRole::Desk) {
                    text::desk::kind_desk(lang)
                } else {
                    text::desk::kind_staff(lang)
                };
                view! {
                    {text::desk::band(lang)} " " <b>{desk.unit.name}</b> " " {text::desk::band_as(lang)} " " {capacity} " · "
                }
                .into_any()
            }
            _ => ().into_any(),
        })
    } else {
        ().into_any()
    };
    view! {
        <section class="acting" aria-label=text::desk::band_label(lang)>
            <div class="wide">
                <p>{place} <b>{account.name}</b></p>
                {menu}
                <button type="button" class="btn-link" on:click=sign_out>{text::desk::sign_out(lang)}</button>
            </div>
        </section>
    }
    .into_any()
}
