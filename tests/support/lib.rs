//! What the tests share: the real application on a port of its own, on either database, clients of every role, and the
//! sample papers of the sandbox. Nothing here is linked into the server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed, and says where"
)]

pub mod agent;
pub mod answers;
pub mod app;
pub mod backend;
pub mod client;
pub mod environment;
pub mod hold;
pub mod papers;
pub mod proof;
pub mod sandbox;
pub mod seed;
pub mod tus;

pub use app::{Login, TestApp};
pub use backend::Backend;
pub use client::{Answer, Client};

/// Writes a test once and runs it on SQLite and on PostgreSQL.
///
/// ```text
/// on_both! {
///     async fn a_sentence_of_behaviour(app) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "not every test needs every import of its module")]
            use super::*;

            async fn run($app: $crate::TestApp) $body

            #[actix_web::test]
            async fn sqlite() {
                if $crate::Backend::Sqlite.is_wanted() {
                    run($crate::TestApp::start($crate::Backend::Sqlite).await).await;
                }
            }

            #[actix_web::test]
            async fn postgres() {
                if $crate::Backend::Postgres.is_wanted() {
                    run($crate::TestApp::start($crate::Backend::Postgres).await).await;
                }
            }
        }
    )+};
}

/// The same for tests that start the application with settings of their own: they get the database to start it on.
#[macro_export]
macro_rules! on_each {
    ($($(#[$meta:meta])* async fn $name:ident($backend:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "not every test needs every import of its module")]
            use super::*;

            async fn run($backend: $crate::Backend) $body

            #[actix_web::test]
            async fn sqlite() {
                if $crate::Backend::Sqlite.is_wanted() {
                    run($crate::Backend::Sqlite).await;
                }
            }

            #[actix_web::test]
            async fn postgres() {
                if $crate::Backend::Postgres.is_wanted() {
                    run($crate::Backend::Postgres).await;
                }
            }
        }
    )+};
}
