//! Forgets what was never put to use, and compares files with rows.

use super::resumable;
use super::scan;
use super::service::{self, Release};
use super::store;
use crate::clock::before;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::files::Aside;
use crate::job::queue::Job;
use crate::state::AppState;
use motcua_shared::id::UploadId;
use motcua_shared::time::Timestamp;
use std::collections::HashSet;

/// Rows taken out in one transaction.
const BATCH: i64 = 200;

/// An object younger than this may belong to a request that is still running.
const GRACE_SECONDS: i64 = 3600;

/// Takes unused uploads out and what never came to an end, first the row, then the bytes.
pub async fn forget_unused(state: &AppState) -> AppResult<()> {
    let now = state.clock.now();
    loop {
        let ids = state
            .db
            .write(move |conn| store::delete_ended(conn, now, BATCH))
            .await?;
        if ids.is_empty() {
            return resumable::service::forget_ended(state).await;
        }
        for id in ids {
            state.files.discard_staged(id).await?;
        }
    }
}

/// Deletes bytes that nothing stands on any more.
pub async fn release(state: &AppState, job: &Job) -> AppResult<()> {
    let Release { sha256 } = serde_json::from_str(&job.payload)?;
    let_go(state, &sha256).await.map(|_| ())
}

/// Lets bytes go unless something stands on them; says whether they went.
async fn let_go(state: &AppState, sha256: &str) -> AppResult<bool> {
    let asked = sha256.to_owned();
    state
        .db
        .write(move |conn| store::delete_stored(conn, &asked))
        .await?;
    // Also when the note was gone already: an earlier run may have been cut off here.
    if service::is_stood_on(state, sha256).await? {
        return Ok(false);
    }
    service::discard(state, sha256).await.map(|()| true)
}

/// Missing files named in one log entry.
const NAMED: usize = 20;

/// What the comparison found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discrepancies {
    /// Objects of which a server that stopped wrote only a part; they were deleted.
    pub unfinished: usize,
    /// Staged objects without a waiting upload; they were deleted.
    pub stray_staged: usize,
    /// Pieces of no file that is being sent; they were deleted.
    pub stray_parts: usize,
    /// Stored objects without a row; they were deleted.
    pub files_without_row: Vec<String>,
    /// Rows that nothing referred to, and that no job let go; they went with their bytes.
    pub rows_without_use: usize,
    /// Rows without an object: an administrator must bring the file back from a backup.
    pub rows_without_file: Vec<String>,
}

/// Compares both ways, one shelf of digests at a time, so that memory does not grow with the store. Files that nothing
/// stands on are deleted once they are old enough; rows without a file are reported as errors and never touched.
pub async fn reconcile(state: &AppState) -> AppResult<Discrepancies> {
    let oldest = state.clock.now().unix_seconds() - GRACE_SECONDS;
    let mut found = Discrepancies {
        unfinished: state.files.discard_unfinished(oldest).await?,
        stray_staged: clear_staging(state, oldest).await?,
        stray_parts: clear_parts(state, oldest).await?,
        ..Discrepancies::default()
    };
    let moment = before(state.clock.now(), GRACE_SECONDS.unsigned_abs());
    for shelf in 0..=u8::MAX {
        let shelf = format!("{shelf:02x}");
        found.rows_without_use += release_unreferenced(state, &shelf, moment).await?;
        compare_shelf(state, shelf, oldest, &mut found).await?;
    }
    clear_aside(state, oldest).await?;
    if !found.rows_without_file.is_empty() {
        let some: Vec<&String> = found.rows_without_file.iter().take(NAMED).collect();
        tracing::error!(count = found.rows_without_file.len(), digests = ?some, "files are missing");
    }
    Ok(found)
}

async fn clear_staging(state: &AppState, oldest: i64) -> AppResult<usize> {
    let staged = state.files.list_staged().await?;
    let old: Vec<String> = staged
        .into_iter()
        .filter(|object| object.changed_at < oldest)
        .map(|object| object.name)
        .collect();
    let asked = old.clone();
    let waiting: HashSet<String> = state
        .db
        .read(move |conn| store::filter_waiting(conn, &asked))
        .await?
        .into_iter()
        .collect();
    let mut count = 0;
    for id in old
        .iter()
        .filter(|name| !waiting.contains(*name))
        .filter_map(|name| UploadId::parse(name))
    {
        state.files.discard_staged(id).await?;
        count += 1;
    }
    Ok(count)
}

/// Pieces whose row was never written, or is gone.
async fn clear_parts(state: &AppState, oldest: i64) -> AppResult<usize> {
    let mut count = 0;
    let all = state.files.list_parts().await?;
    let old: Vec<String> = all
        .into_iter()
        .filter(|object| object.changed_at < oldest)
        .map(|object| object.name)
        .collect();
    // In handfuls: a query takes only so many values.
    for some in old.chunks(500) {
        let asked = some.to_vec();
        let known: HashSet<String> = state
            .db
            .read(move |conn| resumable::store::filter_parts(conn, &asked))
            .await?
            .into_iter()
            .collect();
        for name in some.iter().filter(|name| !known.contains(*name)) {
            state.files.discard_part(name).await?;
            count += 1;
        }
    }
    Ok(count)
}

/// Lets bytes of a shelf go whose row was left behind: whoever stood on them last went, and asked nobody to look.
async fn release_unreferenced(state: &AppState, shelf: &str, moment: Timestamp) -> AppResult<usize> {
    let mut count = 0;
    let mut last = String::new();
    loop {
        let (within, behind) = (shelf.to_owned(), last.clone());
        let work = move |conn: &mut DbConn| store::list_unreferenced(conn, (&within, &behind), moment, BATCH);
        let some = state.db.read(work).await?;
        let Some(end) = some.last().cloned() else {
            return Ok(count);
        };
        for sha256 in some {
            count += usize::from(let_go(state, &sha256).await?);
        }
        last = end;
    }
}

/// Asks the antivirus again about files of which it has not spoken.
pub async fn scan_waiting(state: &AppState) -> AppResult<usize> {
    scan::service::scan_waiting(state).await
}

/// Asks it about files that came in before there was one.
pub async fn scan_older(state: &AppState) -> AppResult<usize> {
    scan::service::scan_older(state).await
}

/// What a server that stopped in the middle left aside. Whatever a row stands on was put back by the comparison before.
async fn clear_aside(state: &AppState, oldest: i64) -> AppResult<()> {
    for object in state.files.list_aside().await? {
        let aside = Aside(object.name);
        if object.changed_at < oldest && !service::is_stood_on(state, aside.sha256()).await? {
            state.files.discard_aside(&aside).await?;
        }
    }
    Ok(())
}

/// Puts bytes back that a row stands on and a server left aside; says whether there were any.
async fn find_aside(state: &AppState, sha256: &str) -> AppResult<bool> {
    let all = state.files.list_aside().await?;
    match all
        .into_iter()
        .map(|object| Aside(object.name))
        .find(|aside| aside.sha256() == sha256)
    {
        Some(aside) => state.files.put_back(&aside).await,
        None => Ok(false),
    }
}

async fn compare_shelf(
    state: &AppState,
    shelf: String,
    oldest: i64,
    found: &mut Discrepancies,
) -> AppResult<()> {
    let objects = state.files.list_shelf(&shelf).await?;
    let mut rows: HashSet<String> = state
        .db
        .read(move |conn| store::list_stored(conn, &shelf))
        .await?
        .into_iter()
        .collect();
    for object in objects {
        if !rows.remove(&object.name) && object.changed_at < oldest {
            // The rows were read a moment ago, and a copy is as old as the upload that it was made of.
            if service::is_stood_on(state, &object.name).await? {
                continue;
            }
            service::discard(state, &object.name).await?;
            found.files_without_row.push(object.name);
        }
    }
    // A row whose file was listed before the row was read, or written since, is no discrepancy: look again.
    for sha256 in rows {
        if !state.files.has_stored(&sha256).await? && !find_aside(state, &sha256).await? {
            found.rows_without_file.push(sha256);
        }
    }
    Ok(())
}
