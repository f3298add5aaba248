//! What happens by itself.

use super::service::tell_some;
use crate::error::AppResult;
use crate::state::AppState;

/// Delegations in one transaction.
const BATCH: i64 = 50;

/// Tells both of every delegation that has begun.
pub async fn tell_begun(state: &AppState) -> AppResult<usize> {
    let now = state.clock.now();
    let mut told = 0;
    loop {
        let some = state.db.write(move |conn| tell_some(conn, now, BATCH)).await?;
        if some == 0 {
            break;
        }
        told += some;
    }
    if told > 0 {
        state.bell.ring();
    }
    Ok(told)
}
