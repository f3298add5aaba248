//! What happens by itself.

use super::service::hand_over_some;
use crate::error::AppResult;
use crate::state::AppState;

/// Dossiers in one transaction.
const BATCH: i64 = 100;

/// Hands over what lies open at units that are no more. Harmless at once on several servers: a dossier goes from where it is.
pub async fn hand_over(state: &AppState) -> AppResult<usize> {
    let now = state.clock.now();
    let mut moved = 0;
    loop {
        let some = state
            .db
            .write(move |conn| hand_over_some(conn, now, BATCH))
            .await?;
        if some == 0 {
            break;
        }
        moved += some;
    }
    if moved > 0 {
        tracing::info!(moved, "handed over what lay open at units that are no more");
        state.bell.ring();
    }
    Ok(moved)
}
