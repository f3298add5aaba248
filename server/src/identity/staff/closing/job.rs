//! What happens by itself.

use super::service::{bound_sessions, tell_some};
use crate::error::AppResult;
use crate::state::AppState;

/// Officers told in one transaction.
const BATCH: i64 = 50;

/// Runs once an hour: tells whoever has not come with their electronic identity before passwords end, and ends what was left
/// open, in case units moved below others since the day was set.
pub async fn keep(state: &AppState) -> AppResult<usize> {
    if !state.config.identity.staff_password {
        return Ok(0);
    }
    let now = state.clock.now();
    state.db.write(move |conn| bound_sessions(conn, now)).await?;
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
