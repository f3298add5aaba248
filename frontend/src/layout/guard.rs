//! Pages that need an account lead to sign-in and back. This is a convenience: the server decides at every request.

use crate::api::{self, Failure};
use crate::dom;
use crate::react::{dynamic, effect};
use crate::route::{here, use_replace};
use crate::state::lang;
use crate::state::session::{self, Known};
use crate::ui::{failure_box, page_heading, skeleton};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use motcua_shared::text;

/// Shows `page` to somebody who is signed in.
pub fn signed_in(page: fn() -> AnyView) -> AnyView {
    signed_in_at(SIGN_IN_PAGE, page)
}

/// The same, for pages whose people sign in at `sign_in`.
pub fn signed_in_at(sign_in: &'static str, page: fn() -> AnyView) -> AnyView {
    let session = session::current();
    // Only who it is decides: a session view that changed otherwise does not build the page anew.
    let gate = Memo::new(move |_| {
        session.known.with(|known| match known {
            Known::Asking => Gate::Wait,
            Known::Failed(code) => Gate::Failed(*code),
            Known::View(view) => view
                .account
                .as_ref()
                .map_or(Gate::SignIn, |account| Gate::Open(account.id)),
        })
    });
    let replace = use_replace();
    let location = use_location();
    effect(move || {
        let here = here(&location);
        if gate.get() == Gate::SignIn && !here.starts_with(sign_in) {
            replace(&format!("{sign_in}?tiep={}", dom::encode(&here)));
        }
    });
    dynamic(move || match gate.get() {
        Gate::Wait | Gate::SignIn => skeleton(),
        Gate::Failed(code) => {
            let retry = Callback::new(|()| api::session::ask());
            // Back on the line: the page comes by itself.
            let owner = Owner::current();
            let heard = window_event_listener_untyped("online", move |_| {
                if let Some(owner) = &owner {
                    owner.with(|| retry.run(()));
                }
            });
            on_cleanup(move || heard.remove());
            view! {
                {page_heading(text::layout::not_opened(lang::current()))}
                {failure_box(Failure::of(code), retry)}
            }
            .into_any()
        }
        Gate::Open(_) => page(),
    })
}

/// Where signing in happens.
pub const SIGN_IN_PAGE: &str = "/dang-nhap";

/// The sign-in page that leads back to `from`.
pub fn sign_in_address(from: &str) -> String {
    format!("{SIGN_IN_PAGE}?tiep={}", dom::encode(from))
}

#[derive(Clone, Copy, PartialEq)]
enum Gate {
    Wait,
    Failed(motcua_shared::error::ErrorCode),
    SignIn,
    Open(motcua_shared::id::AccountId),
}
