//! Forgetting orders.

use super::store;
use crate::clock::before;
use crate::error::AppResult;
use crate::state::AppState;

/// As long as somebody may still ask what became of a file.
const KEEP_SECONDS: u64 = 2 * 24 * 3600;

/// Takes old orders out. What came back for them has a row of its own by then, or went with the staged files that have
/// none.
pub async fn forget_old(state: &AppState) -> AppResult<()> {
    let moment = before(state.clock.now(), KEEP_SECONDS);
    state
        .db
        .write(move |conn| store::delete_before(conn, moment))
        .await
        .map(|_| ())
}
