//! The header: where one is, where one can go, the other language, signing in.

use crate::layout::guard::SIGN_IN_PAGE;
use crate::react::{dynamic, effect};
use crate::state::lang::{self, LangState};
use crate::state::session;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::text;

/// The header with its navigation: across on a wide screen, behind a button on a phone.
#[component]
pub fn Header() -> impl IntoView {
    let lang = lang::current();
    let session = session::current();
    let menu = NodeRef::<html::Details>::new();
    let location = use_location();
    // The menu of a phone closes when it has led somewhere.
    effect(move || {
        location.pathname.track();
        if let Some(menu) = menu.get() {
            menu.set_open(false);
        }
    });
    view! {
        <header class="head">
            <div class="wide">
                <a class="brand" href="/">
                    <svg width="36" height="36" viewBox="0 0 34 34" aria-hidden="true">
                        <rect width="34" height="34" rx="8" fill="#b3161b"></rect>
                        <path
                            d="M17 6.5l2.9 6.9 7.4.6-5.6 4.9 1.7 7.3L17 22.3l-6.4 3.9 1.7-7.3-5.6-4.9 7.4-.6z"
                            fill="#f3c13a"
                        ></path>
                    </svg>
                    <span>
                        {text::common::portal_name(lang)}
                        " "
                        <small>{move || session.place().unwrap_or_else(|| text::common::portal_tagline(lang).to_owned())}</small>
                    </span>
                </a>
                <nav class="across" aria-label=text::layout::nav(lang)>
                    <Links />
                </nav>
                <details class="menu" node_ref=menu>
                    <summary>{text::layout::menu(lang)}</summary>
                    <nav aria-label=text::layout::nav(lang)>
                        <Links />
                    </nav>
                </details>
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn Links() -> impl IntoView {
    let lang = lang::current();
    let session = session::current();
    let state = use_context::<LangState>();
    let switch = move |_| {
        if let Some(state) = state {
            state.switch();
        }
    };
    view! {
        {link("/nop", text::layout::file_online(lang))}
        {link("/kho", text::layout::vault(lang))}
        {link("/ho-so", text::layout::dossiers(lang))}
        {dynamic(move || match session.account() {
            Some(account) => own(account.kind),
            // Whoever signs in finds their own dossiers; with a receipt one is found without.
            None => link("/tra-cuu", text::layout::look_up(lang)),
        })}
        <button type="button" class="language" lang=text::layout::other_language_tag(lang) on:click=switch>
            {text::layout::other_language(lang)}
        </button>
        {dynamic(move || {
            session
                .account()
                .is_none()
                .then(|| {
                    view! {
                        <a href="/dang-ky">{text::layout::register(lang)}</a>
                        <a href=SIGN_IN_PAGE class="btn">
                            {text::layout::sign_in(lang)}
                        </a>
                    }
                })
        })}
    }
    .into_any()
}

/// What only an account has. Citizens sign no files: their certificate stands for no account.
fn own(kind: AccountKind) -> AnyView {
    let lang = lang::current();
    let signs = matches!(kind, AccountKind::Agency | AccountKind::Enterprise);
    view! {
        {signs.then(|| link("/ky-so", text::layout::sign_file(lang)))}
        {link("/tai-khoan", text::layout::account(lang))}
    }
    .into_any()
}

/// A link that says when one is there (`page`) or somewhere below (`true`).
fn link(href: &'static str, name: &'static str) -> AnyView {
    let path = use_location().pathname;
    let current = move || {
        path.with(|path| match path.strip_prefix(href) {
            Some("") => Some("page"),
            Some(rest) if rest.starts_with('/') => Some("true"),
            _ => None,
        })
    };
    view! { <a href=href aria-current=current>{name}</a> }.into_any()
}
