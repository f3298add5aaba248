//! The site of Một Cửa. `app` puts the parts together; one folder per feature; features reach `ui`, `api` and
//! `state`, never each other.
//!
//! Several programs are made of it, each with its own HTML file: the one that everybody loads first, and those of pages
//! that few people need or nobody needs first (`shared::path::Entry`).

mod api;
mod app;
mod background;
mod catalogue;
mod certified;
mod crash;
mod delegation;
mod desk;
mod directory;
mod dom;
mod drafting;
mod feedback;
mod figures;
mod filing;
mod format;
mod home;
mod identity;
mod kept;
mod kept_words;
mod layout;
mod news;
mod officers;
mod payment;
mod petition;
mod processing;
mod react;
mod reception;
mod route;
mod scan;
mod sealed;
mod signature;
mod signing;
mod state;
mod title;
mod ui;
mod vault;
mod words;

/// Starts the program that everybody loads first.
pub fn start() {
    crash::install();
    app::start(app::MAIN);
}

/// Starts the program of the pages of one's own account.
pub fn start_own() {
    crash::install();
    app::start(app::OWN);
}

/// Starts the program of the ways into an account.
pub fn start_account() {
    crash::install();
    app::start(app::ACCOUNT);
}

/// Starts the program of the pages of officers.
pub fn start_staff() {
    crash::install();
    app::start(app::STAFF);
}

/// Starts the program of the vault.
pub fn start_vault() {
    crash::install();
    app::start(app::VAULT);
}

/// Starts the program of the filing wizard.
pub fn start_filing() {
    crash::install();
    app::start(app::FILING);
}

/// Starts the program of filed dossiers.
pub fn start_dossiers() {
    crash::install();
    app::start(app::DOSSIERS);
}

/// Starts the program of what a unit asks for once more.
pub fn start_supplement() {
    crash::install();
    app::start(app::SUPPLEMENT);
}

/// Starts the program of adding and changing papers of the vault.
pub fn start_adding() {
    crash::install();
    app::start(app::ADDING);
}

/// Starts the program that makes PDFs of photographs.
pub fn start_scan() {
    crash::install();
    app::start(app::SCAN);
}

/// Starts the program of certified copies and feedback on results.
pub fn start_requests() {
    crash::install();
    app::start(app::REQUESTS);
}

/// Starts the same for officers.
pub fn start_desk_requests() {
    crash::install();
    app::start(app::DESK_REQUESTS);
}

/// Starts the program of what administrators keep.
pub fn start_keeping() {
    crash::install();
    app::start(app::KEEPING);
}

/// Starts the program of officers by unit.
pub fn start_people() {
    crash::install();
    app::start(app::PEOPLE);
}

/// Starts the program of dossiers that people bring to a desk.
pub fn start_reception() {
    crash::install();
    app::start(app::RECEPTION);
}

/// Starts the program of what a unit does beside its dossiers.
pub fn start_unit() {
    crash::install();
    app::start(app::UNIT);
}

/// Starts the program of dossiers at the unit that receives them.
pub fn start_processing() {
    crash::install();
    app::start(app::PROCESSING);
}

/// Starts the program in which administrators write for everybody.
pub fn start_news() {
    crash::install();
    app::start(app::NEWS);
}

/// Starts the program of results that units write themselves.
pub fn start_drafting() {
    crash::install();
    app::start(app::DRAFTING);
}

/// Starts the program of figures.
pub fn start_figures() {
    crash::install();
    app::start(app::FIGURES);
}
