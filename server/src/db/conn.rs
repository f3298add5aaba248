//! The connection enum, alone in its file because its derive makes undocumented items.

use diesel::{PgConnection, SqliteConnection};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum DbConn {
    /// SQLite, for one machine.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}
