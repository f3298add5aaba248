//! The desk of officers: looking accounts up, making them for people who come in person, settling claims.

mod draft;
mod made;
mod menu;
mod page_account;
mod page_check;
mod page_claim;
mod page_claims;
mod page_home;
mod page_list;
mod page_look;
mod page_vault;
mod part_code;
mod part_files;
mod part_form;
mod top;
mod words;

use crate::layout;
use crate::react::dynamic;
use crate::route::Route;
use crate::state::{lang, session};
use crate::ui::page_heading;
use leptos::prelude::*;
use motcua_shared::text;

pub use top::{plain_top, top};

/// Where officers sign in.
const SIGN_IN: &str = "/can-bo/dang-nhap";

/// Where officers begin.
const HOME: &str = "/can-bo";

/// The addresses of this feature, which is a program of its own.
pub const ROUTES: &[Route] = &[
    ("/can-bo", || officer(|| only_officers(page_home::page))),
    ("/can-bo/tai-khoan", || officer(|| only_officers(page_list::page))),
    ("/can-bo/tai-khoan/kiem-tra", || {
        officer(|| only_officers(page_check::page))
    }),
    // An account begins with looking it up.
    ("/can-bo/tai-khoan/moi", || {
        officer(|| only_officers(page_check::page))
    }),
    ("/can-bo/tai-khoan/moi/:id", || {
        officer(|| only_officers(page_account::page))
    }),
];

/// What people say of accounts that are not theirs; of the program of what a unit does beside its dossiers.
pub const CLAIM_ROUTES: &[Route] = &[
    ("/can-bo/phan-anh-tai-khoan", || {
        officer(|| only_officers(page_claims::page))
    }),
    ("/can-bo/phan-anh-tai-khoan/:id", || {
        officer(|| only_officers(page_claim::page))
    }),
];

/// Looks into vaults; of the program of requests.
pub const VAULT_ROUTES: &[Route] = &[
    ("/can-bo/kho", || officer(|| only_officers(page_vault::page))),
    ("/can-bo/kho/:id", || officer(|| only_officers(page_look::page))),
];

fn officer(page: fn() -> AnyView) -> AnyView {
    layout::signed_in_at(SIGN_IN, page)
}

/// Whoever is signed in as something else is told so. The server decides anyway.
fn only_officers(page: fn() -> AnyView) -> AnyView {
    let session = session::current();
    let is_officer = Memo::new(move |_| session.account().is_some_and(|account| account.kind.is_officer()));
    dynamic(move || {
        let lang = lang::current();
        if is_officer.get() {
            return page();
        }
        view! {
            <div class="narrow">
                {page_heading(text::desk::not_officer_title(lang))}
                <p>{text::desk::not_officer(lang)}</p>
            </div>
        }
        .into_any()
    })
}
