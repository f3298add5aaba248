//! What happens by itself.

use super::domain::DAYS;
use super::service::keep_some;
use crate::clock::before;
use crate::error::AppResult;
use crate::state::AppState;

/// Keeps the durations of dossiers that ended since they were last looked at, a few in each transaction.
pub async fn keep_durations(state: &AppState) -> AppResult<usize> {
    let since = before(state.clock.now(), u64::from(DAYS) * 24 * 3600);
    let mut kept = 0;
    loop {
        let some = state.db.write(move |conn| keep_some(conn, since)).await?;
        if some == 0 {
            return Ok(kept);
        }
        kept += some;
    }
}
