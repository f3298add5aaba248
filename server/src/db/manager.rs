//! Opens connections by the scheme of the URL.

use super::DbConn;
use anyhow::Context;
use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a connection that came back in order is taken to be so.
const TRUSTED: Duration = Duration::from_secs(1);

/// What r2d2 asks for connections.
#[derive(Debug, Clone)]
pub struct Manager {
    target: Target,
}

#[derive(Debug, Clone)]
enum Target {
    Sqlite(String),
    Postgres(String),
}

/// Why a connection cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ManagerError {
    /// Opening failed.
    #[error("the database cannot be opened: {0}")]
    Open(ConnectionError),
    /// A statement failed.
    #[error("the database does not answer: {0}")]
    Query(diesel::result::Error),
}

impl Manager {
    /// Reads `url`: `sqlite:path/to/file` or `postgres://…`.
    pub fn new(url: &str, create: bool) -> anyhow::Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            anyhow::ensure!(!path.is_empty(), "database.url names no file");
            if create {
                if let Some(folder) = Path::new(path).parent() {
                    std::fs::create_dir_all(folder)
                        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
                }
            } else {
                anyhow::ensure!(
                    Path::new(path).exists(),
                    "there is no database at {path}; `motcua migrate` makes one"
                );
            }
            Ok(Self {
                target: Target::Sqlite(path.to_owned()),
            })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self {
                target: Target::Postgres(url.to_owned()),
            })
        } else {
            anyhow::bail!("database.url must start with sqlite: or postgres://")
        }
    }

    /// The file, or what stands for it; no password is in it.
    pub fn place(&self) -> &str {
        match &self.target {
            Target::Sqlite(path) => path,
            Target::Postgres(_) => "the PostgreSQL server",
        }
    }

    /// Whether the database is a library in this process, not a server on a line.
    pub fn is_in_process(&self) -> bool {
        matches!(self.target, Target::Sqlite(_))
    }

    fn open(&self) -> Result<DbConn, ManagerError> {
        match &self.target {
            Target::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(path).map_err(ManagerError::Open)?;
                conn.batch_execute(
                    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; \
                     PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 67108864;",
                )
                .map_err(ManagerError::Query)?;
                Ok(DbConn::Sqlite(conn))
            }
            Target::Postgres(url) => {
                let mut conn = PgConnection::establish(url).map_err(ManagerError::Open)?;
                conn.batch_execute(
                    "SET TIME ZONE 'UTC'; SET statement_timeout = '15s'; SET lock_timeout = '5s';",
                )
                .map_err(ManagerError::Query)?;
                Ok(DbConn::Postgres(conn))
            }
        }
    }
}

/// A connection of the pool, and when it came back into it.
pub struct Pooled {
    conn: DbConn,
    back_since: Instant,
}

impl Deref for Pooled {
    type Target = DbConn;

    fn deref(&self) -> &DbConn {
        &self.conn
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut DbConn {
        &mut self.conn
    }
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = ManagerError;

    fn connect(&self) -> Result<Pooled, ManagerError> {
        Ok(Pooled {
            conn: self.open()?,
            back_since: Instant::now(),
        })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), ManagerError> {
        match &mut pooled.conn {
            // A library in this process has no line that could have dropped.
            DbConn::Sqlite(_) => Ok(()),
            // Asking costs a way to the server and back, as much as many a query.
            DbConn::Postgres(_) if pooled.back_since.elapsed() < TRUSTED => Ok(()),
            DbConn::Postgres(inner) => inner.batch_execute("SELECT 1").map_err(ManagerError::Query),
        }
    }

    /// Asked whenever a connection comes back.
    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.back_since = Instant::now();
        match &mut pooled.conn {
            DbConn::Sqlite(inner) => inner.is_broken(),
            DbConn::Postgres(inner) => inner.is_broken(),
        }
    }
}
