//! Work of the vault that nobody waits for.

use super::rekey::service as keys;
use super::rekey::store::Which;
use super::today::service as today;
use crate::catalogue::service::{RENAMED, Renamed};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::job::queue::{self, Job};
use crate::signature::service::Judged;
use crate::state::AppState;
use motcua_shared::id::PaperId;
use serde::{Deserialize, Serialize};

/// Kind of the job that writes search keys anew after an upgrade; the migration asks for it.
pub const REKEY: &str = "vault.rekey";

/// Its argument.
#[derive(Debug, Serialize, Deserialize)]
struct Rekey {
    /// Papers up to here are done.
    #[serde(default)]
    after: Option<PaperId>,
}

/// Writes the search keys anew of some papers, and asks for the next ones.
pub async fn rekey(state: &AppState, job: &Job) -> AppResult<()> {
    let Rekey { after } = serde_json::from_str(&job.payload)?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| match keys::next(conn, Which::All, after)? {
        Some(last) => queue::enqueue(conn, now, REKEY, &Rekey { after: Some(last) }),
        None => Ok(()),
    };
    state.db.write(work).await?;
    state.bell.ring();
    Ok(())
}

/// Has lists show another verdict over stored bytes.
pub async fn judged(state: &AppState, job: &Job) -> AppResult<()> {
    let Judged { sha256 } = serde_json::from_str(&job.payload)?;
    state.db.write(move |conn| today::follow(conn, &sha256)).await
}

/// Writes the search keys anew of some papers of a category that got another name, and asks for the next ones.
pub async fn category_renamed(state: &AppState, job: &Job) -> AppResult<()> {
    let Renamed { code, after } = serde_json::from_str(&job.payload)?;
    let now = state.clock.now();
    let work = move |conn: &mut DbConn| match keys::next(conn, Which::Category(&code), after)? {
        Some(last) => {
            let next = Renamed {
                code: code.clone(),
                after: Some(last),
            };
            queue::enqueue(conn, now, RENAMED, &next)
        }
        None => Ok(()),
    };
    state.db.write(work).await?;
    state.bell.ring();
    Ok(())
}
