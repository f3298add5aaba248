//! SQLite's log of changes (WAL), brought into the database file beside the requests and not within one.

use super::{Db, DbConn};
use crate::error::AppResult;
use diesel::connection::SimpleConnection;
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(1);

/// Brings the log in every second, until the task is dropped. Left to itself, SQLite does it within the transaction that
/// makes the log longer than a thousand pages: of the people who save, every tenth or so waits for two disks' worth of
/// `fsync`. It still does so at sixteen thousand pages (manager.rs), should this task not get its turn. A PostgreSQL server
/// has its own process for it.
pub async fn keep_short(db: Db) {
    while db.answers_at_once() {
        tokio::time::sleep(PAUSE).await;
        if let Err(error) = db.read(checkpoint).await {
            tracing::warn!(?error, "the log of SQLite was not brought in");
        }
    }
}

/// As far as no reader stands in the way, and without making a writer wait.
fn checkpoint(conn: &mut DbConn) -> AppResult<()> {
    if let DbConn::Sqlite(inner) = conn {
        inner.batch_execute("PRAGMA wal_checkpoint(PASSIVE)")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DatabaseConfig;

    /// Bytes of the database file without the log beside it.
    fn file_alone(path: &std::path::Path) -> Vec<u8> {
        std::fs::read(path).unwrap()
    }

    #[tokio::test]
    async fn what_was_saved_comes_into_the_file_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let config = DatabaseConfig {
            url: format!("sqlite:{}", path.display()),
            connections: 2,
            patience_seconds: 5,
        };
        let db = Db::open(&config, true).unwrap();
        let words = "what nobody may lose";
        let save = move |conn: &mut DbConn| {
            let DbConn::Sqlite(inner) = conn else {
                unreachable!()
            };
            Ok(inner.batch_execute(&format!(
                "create table said (words text); insert into said values ('{words}')"
            ))?)
        };
        db.write(save).await.unwrap();
        let holds = |bytes: &[u8]| {
            bytes
                .windows(words.len())
                .any(|window| window == words.as_bytes())
        };
        assert!(!holds(&file_alone(&path)), "it stands in the log");
        db.read(checkpoint).await.unwrap();
        assert!(holds(&file_alone(&path)));
    }
}
