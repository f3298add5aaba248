//! What happens by itself.

use super::ask;
use crate::error::AppResult;
use crate::state::AppState;

/// Marks appointments of days gone by.
pub async fn mark_missed(state: &AppState) -> AppResult<usize> {
    let now = state.clock.now();
    state
        .db
        .write(move |conn| ask::mark_missed(conn, now.vietnam_date(), now))
        .await
}
