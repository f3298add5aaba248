//! Puts the parts together: what every page may need, the router, and the frame around the pages.

use crate::layout::{Acting, Expiry, Footer, Header};
use crate::react::dynamic;
use crate::state::{lang, notice, session};
use crate::ui::PageHeading;
use crate::{api, catalogue, dom, filing, home, identity, vault};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::{A, FlatRoutes, Route, Router};
use leptos_router::path;
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
            // Each feature adds its routes here.
            <FlatRoutes fallback=not_found>
                <Route path=path!("/") view=home::page as Page />
                <Route path=path!("/dang-nhap") view=identity::page_sign_in as Page />
                <Route path=path!("/nop") view=catalogue::page_search as Page />
                <Route path=path!("/thu-tuc/:code") view=catalogue::page_start as Page />
                <Route path=path!("/nop/:draft") view=filing::page_wizard as Page />
                <Route path=path!("/nop/:draft/:step") view=filing::page_wizard as Page />
                <Route path=path!("/ho-so") view=filing::page_dossiers as Page />
                <Route path=path!("/ho-so/:id") view=filing::page_dossier as Page />
                <Route path=path!("/kho") view=vault::page_list as Page />
                <Route path=path!("/kho/them") view=vault::page_add as Page />
                <Route path=path!("/kho/:id") view=vault::page_paper as Page />
            </FlatRoutes>
        </main>
        <Footer />
        <Expiry />
    }
    .into_any()
}

/// Pages behind one type: the router is built once per type of page.
type Page = fn() -> AnyView;

fn not_found() -> AnyView {
    let lang = lang::current();
    view! {
        <div class="narrow">
            <PageHeading title=text::layout::not_found_title(lang) />
            <p>{text::layout::not_found_hint(lang)}</p>
            <A href="/" attr:class="btn">{text::layout::to_home(lang)}</A>
        </div>
    }
    .into_any()
}
