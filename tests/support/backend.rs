//! The databases that tests run on, and how a test gets an empty one of its own.

use crate::environment::variable;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Once};

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the server of `TEST_DATABASE_URL`.
    Postgres,
}

impl Backend {
    /// Whether tests run on it. What was asked for but cannot be had is a failure; what was not asked for is said once.
    pub fn is_wanted(self) -> bool {
        static SAY: Once = Once::new();
        let has_url = variable("TEST_DATABASE_URL").is_some();
        let asked = variable("TEST_DATABASES");
        let named = |name: &str| {
            asked
                .as_deref()
                .is_some_and(|list| list.split(',').any(|one| one.trim() == name))
        };
        match self {
            Self::Sqlite => asked.is_none() || named("sqlite"),
            Self::Postgres => {
                let is_required =
                    named("postgres") || variable("CI").is_some() || variable("REQUIRE_POSTGRES").is_some();
                assert!(
                    has_url || !is_required || (asked.is_some() && !named("postgres")),
                    "the tests on PostgreSQL are required, but TEST_DATABASE_URL is not set; run them as \
                     `tests/postgres.sh cargo test -p motcua-tests`"
                );
                if !has_url {
                    SAY.call_once(|| {
                        // Past the capture of the test harness, so that it is seen when everything passes.
                        let _ = writeln!(
                            std::io::stderr(),
                            "SKIPPED on PostgreSQL: TEST_DATABASE_URL is not set; \
                             `tests/postgres.sh cargo test -p motcua-tests` runs them"
                        );
                    });
                }
                has_url && (asked.is_none() || named("postgres"))
            }
        }
    }
}

/// A PostgreSQL database that goes away with its test.
#[derive(Debug)]
pub struct PostgresDatabase {
    name: String,
    /// Where it is.
    pub url: String,
}

static COUNTER: AtomicU32 = AtomicU32::new(0);

static SERVER: LazyLock<String> =
    LazyLock::new(|| variable("TEST_DATABASE_URL").expect("TEST_DATABASE_URL is set"));

/// The address of another database on the same server.
fn url_of(name: &str) -> String {
    let (path, query) = match SERVER.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (SERVER.as_str(), String::new()),
    };
    let (server, _) = path.rsplit_once('/').expect("TEST_DATABASE_URL names a database");
    format!("{server}/{name}{query}")
}

/// Runs statements beside the tests' databases.
fn administer(sql: &str) {
    let mut conn = PgConnection::establish(&SERVER).expect("the server of TEST_DATABASE_URL");
    conn.batch_execute(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

impl PostgresDatabase {
    /// A new database, empty or a copy of `template`.
    pub fn create(template: Option<&Self>) -> Self {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("motcua_t{}_{number}", std::process::id());
        let from = template.map_or("template0", |template| template.name.as_str());
        administer(&format!("create database {name} template {from}"));
        Self {
            url: url_of(&name),
            name,
        }
    }

    /// Takes the database away although it is in use, as when its server goes down.
    pub fn break_down(&self) {
        administer(&format!("drop database if exists {} with (force)", self.name));
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        // Fails only where the server is gone, and the database with it.
        if let Ok(mut conn) = PgConnection::establish(&SERVER) {
            let _ = conn.batch_execute(&format!("drop database if exists {} with (force)", self.name));
        }
    }
}

/// Address of a SQLite file.
pub fn sqlite_url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}
