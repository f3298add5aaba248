//! Work of the vault that nobody waits for.

use super::domain::{SearchKey, Searched};
use super::store;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::state::AppState;

/// Kind of the job that writes search keys anew after an upgrade; the migration asks for it.
pub const REKEY: &str = "vault.rekey";

/// Papers in one transaction.
const BATCH: i64 = 500;

/// Writes the search keys anew of papers that an older portal wrote.
pub async fn rekey(state: &AppState) -> AppResult<()> {
    loop {
        let work = |conn: &mut DbConn| {
            let papers = store::list_to_rekey(conn, BATCH)?;
            for paper in &papers {
                let key = SearchKey::of(Searched {
                    name: &paper.name,
                    code: &paper.code,
                    result_code: paper.result_code.as_deref(),
                    decision_number: paper.decision_number.as_deref(),
                    owner_name: &paper.owner_name,
                    identifier: &paper.identifier,
                    summary: paper.summary.as_deref(),
                    category: &paper.category_name,
                });
                store::rekey(conn, paper.id, &key, &paper.name)?;
            }
            Ok(papers.is_empty())
        };
        if state.db.write(work).await? {
            return Ok(());
        }
    }
}
