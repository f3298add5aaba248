//! Migrations, embedded; the two folders hold the same names.

use super::DbConn;
use anyhow::anyhow;
use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// A number of our own choice.
const START_LOCK: u32 = 20_261_121;

/// Brings the database to this version of the program. Harmless when it is already there.
pub fn run(conn: &mut DbConn) -> anyhow::Result<usize> {
    let done = match conn {
        DbConn::Sqlite(inner) => inner.run_pending_migrations(SQLITE).map(|done| done.len()),
        DbConn::Postgres(inner) => inner.run_pending_migrations(POSTGRES).map(|done| done.len()),
    };
    done.map_err(|error| anyhow!("the database could not be migrated: {error}"))
}

/// Runs start-up work alone: of servers that start at the same time on PostgreSQL one works and the others wait. SQLite
/// has one server.
pub fn alone<T>(conn: &mut DbConn, work: impl FnOnce(&mut DbConn) -> anyhow::Result<T>) -> anyhow::Result<T> {
    if let DbConn::Postgres(inner) = conn {
        inner.batch_execute(&format!("SELECT pg_advisory_lock({START_LOCK})"))?;
    }
    let result = work(conn);
    if let DbConn::Postgres(inner) = conn {
        inner.batch_execute(&format!("SELECT pg_advisory_unlock({START_LOCK})"))?;
    }
    result
}

/// Takes every migration back, for the test that up and down agree.
pub fn revert_all(conn: &mut DbConn) -> anyhow::Result<usize> {
    let done = match conn {
        DbConn::Sqlite(inner) => inner.revert_all_migrations(SQLITE).map(|done| done.len()),
        DbConn::Postgres(inner) => inner.revert_all_migrations(POSTGRES).map(|done| done.len()),
    };
    done.map_err(|error| anyhow!("the database could not be reverted: {error}"))
}

/// Whether the database is at the version of this program.
pub fn is_current(conn: &mut DbConn) -> anyhow::Result<bool> {
    let pending = match conn {
        DbConn::Sqlite(inner) => inner.has_pending_migration(SQLITE),
        DbConn::Postgres(inner) => inner.has_pending_migration(POSTGRES),
    };
    pending
        .map(|pending| !pending)
        .map_err(|error| anyhow!("the migrations cannot be read: {error}"))
}
