//! Folding by itself, every few seconds. Apart from the queue: it holds nothing up.

use super::service;
use crate::error::AppResult;
use crate::state::AppState;

/// Folds everything that is marked; says how many marks there were.
pub async fn fold(state: &AppState) -> AppResult<usize> {
    let today = state.clock.now().vietnam_date();
    state
        .db
        .write(move |conn| service::follow_tree(conn, today))
        .await?;
    let mut folded = 0;
    loop {
        let some = state.db.write(service::fold_some).await?;
        if some == 0 {
            return Ok(folded);
        }
        folded += some;
    }
}
