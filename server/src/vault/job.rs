//! Work of the vault that nobody waits for.

use super::domain::{SearchKey, Searched};
use super::store;
use super::today::service as today;
use crate::catalogue::service::{RENAMED, Renamed};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::job::queue::{self, Job};
use crate::signature::service::Judged;
use crate::state::AppState;
use motcua_shared::vault::dto::PaperListItem;

/// Kind of the job that writes search keys anew after an upgrade; the migration asks for it.
pub const REKEY: &str = "vault.rekey";

/// Papers in one transaction.
const BATCH: i64 = 500;

/// Writes the search keys anew of papers that an older portal wrote.
pub async fn rekey(state: &AppState) -> AppResult<()> {
    loop {
        let work = |conn: &mut DbConn| {
            let papers = store::list_to_rekey(conn, BATCH)?;
            rekey_papers(conn, &papers)?;
            Ok(papers.is_empty())
        };
        if state.db.write(work).await? {
            return Ok(());
        }
    }
}

fn rekey_papers(conn: &mut DbConn, papers: &[PaperListItem]) -> AppResult<()> {
    for paper in papers {
        let mut seen = paper.clone();
        // Once edited in this moment, it is keyed as it is then.
        while !store::rekey(conn, &seen, &key_of(&seen))? {
            match store::find_item(conn, paper.id)? {
                Some(now) => seen = now,
                None => break,
            }
        }
    }
    Ok(())
}

fn key_of(paper: &PaperListItem) -> SearchKey {
    SearchKey::of(Searched {
        name: &paper.name,
        code: &paper.code,
        result_code: paper.result_code.as_deref(),
        decision_number: paper.decision_number.as_deref(),
        owner_name: &paper.owner_name,
        identifier: &paper.identifier,
        summary: paper.summary.as_deref(),
        category: &paper.category_name,
    })
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
    let work = move |conn: &mut DbConn| {
        let papers = store::list_behind(conn, &code, after, BATCH)?;
        rekey_papers(conn, &papers)?;
        match papers.last() {
            Some(last) => {
                let next = Renamed {
                    code,
                    after: Some(last.id),
                };
                queue::enqueue(conn, now, RENAMED, &next)
            }
            None => Ok(()),
        }
    };
    state.db.write(work).await?;
    state.bell.ring();
    Ok(())
}
