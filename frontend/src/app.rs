//! Puts the parts together: what every page may need, the router, and the frame around the pages.

use crate::layout::{Acting, Expiry, Footer, Header};
use crate::react::dynamic;
use crate::route::{self, Route};
use crate::state::{lang, notice, session};
use crate::ui::page_heading;
use crate::{api, catalogue, dom, filing, home, identity, signature, vault};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::Router;
use motcua_shared::text;

/// Replaces the first screen of index.html by the application.
pub fn start() {
    let Some(root) = dom::by_id("app") else { return };
    // What was typed before the application ran is carried over.
    let typed = dom::input_value(home::SEARCH_ID).unwrap_or_default();
    let was_typing = dom::document()
        .and_then(|document| document.active_element())
        .is_some_and(|element| element.id() == home::SEARCH_ID);
    root.set_inner_html("");
    mount_to(root, move || {
        provide_context(home::Typed(typed));
        App()
    })
    .forget();
    if was_typing {
        dom::focus(home::SEARCH_ID);
    }
    if let Some(root) = dom::document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-started", "");
    }
}

#[component]
fn App() -> impl IntoView {
    let language = lang::provide();
    notice::provide();
    session::provide();
    api::session::ask();
    view! {
        <Router>
            {dynamic(move || {
                // Another language builds everything anew; see state::lang.
                language.0.track();
                Frame()
            })}
        </Router>
    }
}

#[component]
fn Frame() -> impl IntoView {
    let lang = lang::current();
    // The router would take the link for a page.
    let skip = |event: web_sys::MouseEvent| {
        event.prevent_default();
        dom::focus("main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{text::layout::skip(lang)}</a>
        <Header />
        <Acting />
        <main id="main" tabindex="-1">
            {route::pages(ROUTES, not_found)}
        </main>
        <Footer />
        <Expiry />
    }
    .into_any()
}

/// Each feature adds its routes here.
const ROUTES: &[&[Route]] = &[
    home::ROUTES,
    identity::ROUTES,
    catalogue::ROUTES,
    filing::ROUTES,
    signature::ROUTES,
    vault::ROUTES,
];

fn not_found() -> AnyView {
    let lang = lang::current();
    view! {
        <div class="narrow">
            {page_heading(text::layout::not_found_title(lang))}
            <p>{text::layout::not_found_hint(lang)}</p>
            <a href="/" class="btn">{text::layout::to_home(lang)}</a>
        </div>
    }
    .into_any()
}
