//! The site of Một Cửa. `app` puts the parts together; one folder per feature; features reach `ui`, `api` and
//! `state`, never each other.

mod api;
mod app;
mod catalogue;
mod crash;
mod dom;
mod filing;
mod format;
mod home;
mod identity;
mod layout;
mod react;
mod route;
mod signature;
mod state;
mod ui;
mod vault;
mod words;

fn main() {
    crash::install();
    app::start();
}
