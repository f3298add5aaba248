//! Words of dossiers that were filed before there were any.

use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::job::queue::{self, Job};
use crate::state::AppState;
use motcua_shared::id::DossierId;
use serde::{Deserialize, Serialize};

/// Kind of the job; the migration asks for it.
pub const FIND_WORDS: &str = "filing.find-words";

/// Dossiers in one transaction.
const BATCH: i64 = 500;

/// Its argument.
#[derive(Debug, Serialize, Deserialize)]
struct FindWords {
    /// Dossiers up to here are done.
    #[serde(default)]
    after: Option<DossierId>,
}

/// Writes the words of some dossiers, and asks for the next ones.
pub async fn find_words(state: &AppState, job: &Job) -> AppResult<()> {
    let FindWords { after } = serde_json::from_str(&job.payload)?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| match store::insert_next(conn, after, BATCH)? {
        Some(last) => queue::enqueue(conn, now, FIND_WORDS, &FindWords { after: Some(last) }),
        None => Ok(()),
    };
    state.db.write(work).await?;
    state.bell.ring();
    Ok(())
}
