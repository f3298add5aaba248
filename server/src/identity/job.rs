//! Forgets sessions, sign-ins and half-finished registrations that ended.

use super::service;
use crate::error::AppResult;
use crate::state::AppState;

/// Runs once an hour.
pub async fn forget_ended(state: &AppState) -> AppResult<()> {
    state.throttle.shrink();
    let now = state.clock.now();
    let count = state
        .db
        .write(move |conn| service::forget_ended(conn, now))
        .await?;
    tracing::debug!(count, "forgot what ended");
    super::assisted::service::sweep(state).await
}
