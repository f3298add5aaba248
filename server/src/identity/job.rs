//! Forgets sessions, sign-ins and half-finished registrations that ended.

pub use super::contact::change::DUE as PHONE_CHANGE_DUE;

use super::contact::change::{self, Due};
use super::service;
use crate::error::AppResult;
use crate::job::queue::Job;
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

/// The time of a change of phone has come.
pub async fn phone_change_due(state: &AppState, job: &Job) -> AppResult<()> {
    let Due { change } = serde_json::from_str(&job.payload)?;
    let now = state.clock.now();
    state
        .db
        .write(move |conn| change::finish(conn, change, now))
        .await?;
    state.bell.ring();
    Ok(())
}
