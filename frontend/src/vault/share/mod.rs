//! Showing papers to others, what others show, and the log of who did what.

mod events;
mod give;
mod grants;
mod object;
mod page_log;
mod page_received;
mod page_shared;

use crate::layout::signed_in;
use crate::react::dynamic;
use crate::route::Route;
use crate::state::lang;
use crate::vault::strip::strip;
use leptos::prelude::*;
use motcua_shared::id::PaperId;
use motcua_shared::text;

/// The addresses of this part. They come before those of single papers.
pub const ROUTES: &[Route] = &[
    ("/kho/chia-se", || signed_in(page_shared::page)),
    ("/kho/duoc-chia-se", || signed_in(page_received::list)),
    ("/kho/duoc-chia-se/:id", || signed_in(page_received::one)),
    ("/kho/nhat-ky", || signed_in(page_log::of_vault)),
    ("/kho/:id/nhat-ky", || signed_in(page_log::of_paper)),
];

/// On the page of a paper: to whom it is shown, and the way to its log.
pub fn on_paper(paper: PaperId) -> AnyView {
    let lang = lang::current();
    let again = RwSignal::new(());
    let given = RwSignal::new(None::<String>);
    view! {
        <section class="card stack-small">
            <h2>{text::share::title(lang)}</h2>
            <p class="hint">{text::share::hint(lang)}</p>
            {dynamic(move || {
                again.track();
                grants::list(Some(paper), Callback::new(move |()| given.set(None)))
            })}
            {give::form(paper, given, Callback::new(move |()| again.set(())))}
            <div class="actions">
                <a href=format!("/kho/{paper}/nhat-ky")>{text::share::log_of_paper(lang)}</a>
            </div>
        </section>
    }
    .into_any()
}

/// On the list of papers: the ways to what is shared, and to the log.
pub fn ways() -> AnyView {
    let lang = lang::current();
    let ways = view! {
        <a href="/kho/nhat-ky">{text::share::log_title(lang)}</a>
        <a href="/kho/chia-se">{text::share::all_title(lang)}</a>
        <a href="/kho/duoc-chia-se">{text::share::received_title(lang)}</a>
    };
    strip(
        "actions",
        text::share::ways(lang),
        NodeRef::new(),
        ways.into_any(),
    )
}

/// The way back to the vault.
fn back() -> AnyView {
    let lang = lang::current();
    view! { <a href="/kho" class="back">"‹ " {text::vault::back(lang)}</a> }.into_any()
}
