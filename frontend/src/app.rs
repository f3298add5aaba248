//! Puts the parts together: what every page may need, the router, and the frame around the pages.

use crate::layout::{Acting, Expiry, Footer, Header};
use crate::react::dynamic;
use crate::route::{self, Route};
use crate::state::{lang, notice, session};
use crate::ui::{page_heading, skeleton};
use crate::{
    api, catalogue, certified, delegation, desk, directory, dom, drafting, feedback, figures, filing, home,
    identity, news, officers, payment, petition, processing, reception, scan, signature, signing, vault,
};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use motcua_shared::path::Entry;
use motcua_shared::text;

/// A program of the site.
#[derive(Clone, Copy)]
pub struct Program {
    entry: Entry,
    routes: &'static [&'static [Route]],
    /// Header, and who acts.
    top: fn() -> AnyView,
}

/// What everybody loads first.
pub const MAIN: Program = Program {
    entry: Entry::Main,
    routes: ROUTES,
    top: public_top,
};

/// The pages of one's own account.
pub const OWN: Program = Program {
    entry: Entry::Own,
    routes: OWN_ROUTES,
    top: public_top,
};

/// The ways into an account.
pub const ACCOUNT: Program = Program {
    entry: Entry::Account,
    routes: ACCOUNT_ROUTES,
    top: public_top,
};

/// The pages of officers.
pub const STAFF: Program = Program {
    entry: Entry::Staff,
    routes: STAFF_ROUTES,
    top: desk::top,
};

/// The vault.
pub const VAULT: Program = Program {
    entry: Entry::Vault,
    routes: VAULT_ROUTES,
    top: public_top,
};

/// The filing wizard.
pub const FILING: Program = Program {
    entry: Entry::Filing,
    routes: FILING_ROUTES,
    top: public_top,
};

/// Dossiers after they were filed.
pub const DOSSIERS: Program = Program {
    entry: Entry::Dossiers,
    routes: DOSSIER_ROUTES,
    top: public_top,
};

/// Parts of a dossier that its unit asks for once more.
pub const SUPPLEMENT: Program = Program {
    entry: Entry::Supplement,
    routes: SUPPLEMENT_ROUTES,
    top: public_top,
};

/// Papers put into the vault and changed.
pub const ADDING: Program = Program {
    entry: Entry::Adding,
    routes: ADDING_ROUTES,
    top: public_top,
};

/// Photographs made into PDFs.
pub const SCAN: Program = Program {
    entry: Entry::Scan,
    routes: SCAN_ROUTES,
    top: public_top,
};

/// Certified copies, feedback on results and fees.
pub const REQUESTS: Program = Program {
    entry: Entry::Requests,
    routes: REQUEST_ROUTES,
    top: public_top,
};

/// The same for officers.
pub const DESK_REQUESTS: Program = Program {
    entry: Entry::DeskRequests,
    routes: DESK_REQUEST_ROUTES,
    top: desk::top,
};

/// Dossiers at the unit that receives them.
pub const PROCESSING: Program = Program {
    entry: Entry::Processing,
    routes: PROCESSING_ROUTES,
    top: desk::top,
};

/// Dossiers that people bring to a desk.
pub const RECEPTION: Program = Program {
    entry: Entry::Reception,
    routes: RECEPTION_ROUTES,
    top: desk::plain_top,
};

/// What a unit does beside its dossiers.
pub const UNIT: Program = Program {
    entry: Entry::Unit,
    routes: UNIT_ROUTES,
    top: desk::top,
};

/// What administrators keep: procedures, paper types, units, the calendar.
pub const KEEPING: Program = Program {
    entry: Entry::Keeping,
    routes: KEEPING_ROUTES,
    top: desk::plain_top,
};

/// Officers by unit.
pub const PEOPLE: Program = Program {
    entry: Entry::People,
    routes: PEOPLE_ROUTES,
    top: desk::top,
};

/// Figures of every level.
pub const FIGURES: Program = Program {
    entry: Entry::Figures,
    routes: FIGURE_ROUTES,
    top: desk::top,
};

/// What administrators write for everybody.
pub const NEWS: Program = Program {
    entry: Entry::News,
    routes: NEWS_ROUTES,
    top: desk::plain_top,
};

/// Results that units write themselves.
pub const DRAFTING: Program = Program {
    entry: Entry::Drafting,
    routes: DRAFTING_ROUTES,
    top: desk::top,
};

fn public_top() -> AnyView {
    view! {
        <Header />
        <Acting />
    }
    .into_any()
}

/// Replaces the first screen of the HTML file by the application.
pub fn start(program: Program) {
    let Some(root) = dom::by_id("app") else { return };
    // What was typed before the application ran is carried over.
    let typed = dom::input_value(home::SEARCH_ID).unwrap_or_default();
    let was_typing = dom::document()
        .and_then(|document| document.active_element())
        .is_some_and(|element| element.id() == home::SEARCH_ID);
    root.set_inner_html("");
    mount_to(root, move || {
        provide_context(home::Typed(typed));
        app(program)
    })
    .forget();
    if was_typing {
        dom::focus(home::SEARCH_ID);
    }
    if let Some(root) = dom::document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-started", "");
    }
}

fn app(program: Program) -> impl IntoView {
    let language = lang::provide();
    notice::provide();
    session::provide();
    if !cfg!(debug_assertions) {
        provide_context(program.entry);
    }
    api::session::ask();
    view! {
        <Router>
            {dynamic(move || {
                // Another language builds everything anew; see state::lang.
                language.0.track();
                frame(program)
            })}
        </Router>
    }
}

fn frame(program: Program) -> impl IntoView {
    let lang = lang::current();
    // The router would take the link for a page.
    let skip = |event: web_sys::MouseEvent| {
        event.prevent_default();
        dom::focus("main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{text::layout::skip(lang)}</a>
        {(program.top)()}
        <main id="main" tabindex="-1">
            {route::pages(program.routes, not_found)}
        </main>
        <Footer />
        <Expiry />
    }
    .into_any()
}

/// Routes of another program, which only `make dev` has in the main one.
const fn in_dev(routes: &'static [Route]) -> &'static [Route] {
    if cfg!(debug_assertions) { routes } else { &[] }
}

/// Each feature adds its routes here. `make dev` builds one program, so that has them all.
const ROUTES: &[&[Route]] = &[
    home::ROUTES,
    news::ROUTES,
    petition::PUBLIC_ROUTES,
    in_dev(petition::ROUTES),
    in_dev(petition::STAFF_ROUTES),
    in_dev(news::keep::ROUTES),
    in_dev(identity::ROUTES),
    in_dev(identity::STAFF_ROUTES),
    in_dev(desk::ROUTES),
    in_dev(catalogue::kept::ROUTES),
    in_dev(catalogue::keep::ROUTES),
    in_dev(directory::ROUTES),
    in_dev(certified::DESK_ROUTES),
    in_dev(certified::ROUTES),
    in_dev(officers::ROUTES),
    in_dev(drafting::ROUTES),
    in_dev(figures::ROUTES),
    in_dev(identity::account::ROUTES),
    in_dev(identity::OWN_ROUTES),
    in_dev(signing::ROUTES),
    catalogue::ROUTES,
    in_dev(filing::ROUTES),
    in_dev(filing::DOSSIER_ROUTES),
    in_dev(filing::SUPPLEMENT_ROUTES),
    in_dev(signature::ROUTES),
    in_dev(feedback::STAFF_ROUTES),
    in_dev(processing::UNIT_ROUTES),
    in_dev(desk::CLAIM_ROUTES),
    in_dev(reception::ROUTES),
    in_dev(AT_DESK),
    in_dev(processing::ROUTES),
    in_dev(delegation::ROUTES),
    in_dev(feedback::ROUTES),
    in_dev(payment::ROUTES),
    in_dev(vault::share::ROUTES),
    in_dev(desk::VAULT_ROUTES),
    in_dev(vault::adding::ROUTES),
    in_dev(vault::ROUTES),
    in_dev(filing::VIEW_ROUTES),
    in_dev(scan::ROUTES),
];

/// Those that belong to `Entry::Account`.
const ACCOUNT_ROUTES: &[&[Route]] = &[identity::ROUTES];

/// Those that belong to `Entry::Own`.
const OWN_ROUTES: &[&[Route]] = &[identity::account::ROUTES, identity::OWN_ROUTES, signing::ROUTES];

/// Those that belong to `Entry::Staff`.
const STAFF_ROUTES: &[&[Route]] = &[identity::STAFF_ROUTES, desk::ROUTES];

/// Those that belong to `Entry::DeskRequests`.
const DESK_REQUEST_ROUTES: &[&[Route]] =
    &[certified::DESK_ROUTES, feedback::STAFF_ROUTES, desk::VAULT_ROUTES];

/// Those that belong to `Entry::Keeping`.
const KEEPING_ROUTES: &[&[Route]] = &[
    catalogue::kept::ROUTES,
    catalogue::keep::ROUTES,
    directory::ROUTES,
];

/// Those that belong to `Entry::People`.
const PEOPLE_ROUTES: &[&[Route]] = &[officers::ROUTES];

/// Those that belong to `Entry::Figures`.
const FIGURE_ROUTES: &[&[Route]] = &[figures::ROUTES];

/// Those that belong to `Entry::News`.
const NEWS_ROUTES: &[&[Route]] = &[news::keep::ROUTES];

/// Those that belong to `Entry::Drafting`.
const DRAFTING_ROUTES: &[&[Route]] = &[drafting::ROUTES];

/// Those that belong to `Entry::Processing`.
const PROCESSING_ROUTES: &[&[Route]] = &[processing::ROUTES];

/// Those that belong to `Entry::Unit`.
const UNIT_ROUTES: &[&[Route]] = &[
    processing::UNIT_ROUTES,
    delegation::ROUTES,
    desk::CLAIM_ROUTES,
    reception::ROUTES,
    petition::STAFF_ROUTES,
];
const RECEPTION_ROUTES: &[&[Route]] = &[AT_DESK];
/// The wizard of filing, with an officer's pen.
const AT_DESK: &[Route] = &[
    ("/can-bo/tiep-nhan/:draft", wizard_at_desk),
    ("/can-bo/tiep-nhan/:draft/:step", wizard_at_desk),
];

fn wizard_at_desk() -> AnyView {
    reception::at_desk(filing::page_wizard::wizard)
}

/// Those that belong to `Entry::Vault`.
const VAULT_ROUTES: &[&[Route]] = &[vault::ROUTES, filing::VIEW_ROUTES, signature::ROUTES];

/// Those that belong to `Entry::Filing`.
const FILING_ROUTES: &[&[Route]] = &[filing::ROUTES];

/// Those that belong to `Entry::Dossiers`.
const DOSSIER_ROUTES: &[&[Route]] = &[filing::DOSSIER_ROUTES];

/// Those that belong to `Entry::Supplement`.
const SUPPLEMENT_ROUTES: &[&[Route]] = &[filing::SUPPLEMENT_ROUTES];

/// Those that belong to `Entry::Adding`.
const ADDING_ROUTES: &[&[Route]] = &[vault::adding::ROUTES];

/// Those that belong to `Entry::Requests`.
const REQUEST_ROUTES: &[&[Route]] = &[
    certified::ROUTES,
    feedback::ROUTES,
    payment::ROUTES,
    petition::ROUTES,
    vault::share::ROUTES,
];

/// Those that belong to `Entry::Scan`.
const SCAN_ROUTES: &[&[Route]] = &[scan::ROUTES];

fn not_found() -> AnyView {
    let lang = lang::current();
    let location = use_location();
    let owner = Entry::of(&location.pathname.get_untracked());
    if use_context::<Entry>().is_some_and(|own| own != owner) {
        // On its way: see `route::pages`.
        return skeleton();
    }
    view! {
        <div class="narrow">
            {page_heading(text::layout::not_found_title(lang))}
            <p>{text::layout::not_found_hint(lang)}</p>
            <a href="/" class="btn">{text::layout::to_home(lang)}</a>
        </div>
    }
    .into_any()
}
