//! Migrations, embedded; the two folders hold the same names.

use super::DbConn;
use anyhow::anyhow;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Brings the database to this version of the program. Harmless when it is already there.
pub fn run(conn: &mut DbConn) -> anyhow::Result<usize> {
    let done = match conn {
        DbConn::Sqlite(inner) => inner.run_pending_migrations(SQLITE).map(|done| done.len()),
        DbConn::Postgres(inner) => inner.run_pending_migrations(POSTGRES).map(|done| done.len()),
    };
    done.map_err(|error| anyhow!("the database could not be migrated: {error}"))
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
