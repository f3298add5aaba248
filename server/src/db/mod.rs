//! The database: SQLite or PostgreSQL, chosen by the scheme of the URL when the server starts.
//!
//! Everything above speaks to `DbConn`, one enum over both (docs/decisions/2026-11-21-two-databases.md). Store
//! functions take `&mut DbConn` and open no transaction; `Db::write` opens the one that a use case lives in.

mod checkpoint;
mod conn;
mod joins;
mod manager;
pub mod migrate;
pub mod schema;
mod turn;
pub mod types;

pub use checkpoint::keep_short;
pub use conn::DbConn;
pub use turn::take_turn;

use crate::config::DatabaseConfig;
use crate::error::AppError;
use anyhow::Context;
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::r2d2::{Pool, PooledConnection};
use manager::Manager;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Runs the same expression on the connection inside, for what the common enum cannot express (upsert, batches).
#[macro_export]
macro_rules! both {
    ($conn:expr, $inner:ident => $body:expr) => {
        match $conn {
            $crate::db::DbConn::Sqlite($inner) => $body,
            $crate::db::DbConn::Postgres($inner) => $body,
        }
    };
}

/// The pool and the way to it. Diesel blocks, so every use goes to a blocking thread, and a permit is taken first:
/// no more threads wait for a connection than there are connections.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
    permits: Arc<Semaphore>,
    patience: Duration,
    answers_at_once: bool,
}

impl Db {
    /// Opens the database. An unknown scheme and a missing SQLite file (unless `create`) are refused, so that a typo
    /// never makes an empty database.
    pub fn open(config: &DatabaseConfig, create: bool) -> anyhow::Result<Self> {
        let manager = Manager::new(&config.url, create)?;
        let answers_at_once = manager.is_in_process();
        let place = manager.place().to_owned();
        let pool = Pool::builder()
            .max_size(config.connections)
            .connection_timeout(Duration::from_secs(config.patience_seconds))
            .build(manager)
            .context(place)?;
        let permits = usize::try_from(config.connections)?;
        Ok(Self {
            pool,
            permits: Arc::new(Semaphore::new(permits)),
            patience: Duration::from_secs(config.patience_seconds),
            answers_at_once,
        })
    }

    /// Runs reads. The result is as the rows were when each was read.
    pub async fn read<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> Result<T, AppError> + Send + 'static,
    {
        self.run(work).await
    }

    /// Reads a row or two by their key, which every request does once. SQLite answers from its pages in less time than
    /// a change of threads takes, so it is asked here and now when a connection is free; all else is as `read`.
    pub async fn peek<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> Result<T, AppError> + Send + 'static,
    {
        if self.answers_at_once
            && let Ok(_permit) = self.permits.try_acquire()
            && let Some(mut conn) = self.pool.try_get()
        {
            return work(&mut conn);
        }
        self.run(work).await
    }

    /// Whether `peek` answers on this thread: for questions that are short in some cases only.
    pub fn answers_at_once(&self) -> bool {
        self.answers_at_once
    }

    /// Runs a use case in one transaction: all of it happens, or nothing.
    pub async fn write<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> Result<T, AppError> + Send + 'static,
    {
        self.run(|conn| write_now(conn, work)).await
    }

    /// Does work as `write` does and takes all of it back: what it answers is what it would do.
    pub async fn attempt<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> Result<T, AppError> + Send + 'static,
    {
        self.run(|conn| attempt_now(conn, work)).await
    }

    /// A connection for start-up work and tests, on the calling thread.
    pub fn connection(&self) -> anyhow::Result<PooledConnection<Manager>> {
        Ok(self.pool.get()?)
    }

    async fn run<T, F>(&self, work: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut DbConn) -> Result<T, AppError> + Send + 'static,
    {
        let permit = tokio::time::timeout(self.patience, Arc::clone(&self.permits).acquire_owned())
            .await
            .map_err(AppError::unavailable)?
            .map_err(AppError::internal)?;
        let pool = self.pool.clone();
        let span = tracing::Span::current();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let _entered = span.entered();
            let mut conn = pool.get().map_err(AppError::unavailable)?;
            work(&mut conn)
        })
        .await
        .map_err(AppError::internal)?
    }
}

/// Runs `work` in a transaction on this thread. On SQLite the transaction takes the write lock at once: one that reads
/// first and writes later fails when another came between (measured, see docs/decisions).
pub fn write_now<T>(
    conn: &mut DbConn,
    work: impl FnOnce(&mut DbConn) -> Result<T, AppError>,
) -> Result<T, AppError> {
    begin(conn).map_err(AppError::unavailable)?;
    let result = work(conn);
    match result {
        Ok(value) => {
            <DbConn as Connection>::TransactionManager::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            if let Err(rollback) = <DbConn as Connection>::TransactionManager::rollback_transaction(conn) {
                tracing::error!(%rollback, "rollback failed");
            }
            Err(error)
        }
    }
}

/// [`Db::attempt`] on a connection that is at hand.
pub fn attempt_now<T>(
    conn: &mut DbConn,
    work: impl FnOnce(&mut DbConn) -> Result<T, AppError>,
) -> Result<T, AppError> {
    begin(conn).map_err(AppError::unavailable)?;
    let result = work(conn);
    <DbConn as Connection>::TransactionManager::rollback_transaction(conn)?;
    result
}

fn begin(conn: &mut DbConn) -> QueryResult<()> {
    match conn {
        DbConn::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE"),
        DbConn::Postgres(inner) => AnsiTransactionManager::begin_transaction(inner),
    }
}
