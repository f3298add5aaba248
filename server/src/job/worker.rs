//! Runs what is due.

use super::{queue, registry};
use crate::error::AppResult;
use crate::state::AppState;
use std::time::Duration;

/// How often the worker looks even when nobody rang: for jobs that wait for their next try.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Jobs at a time: one that waits for a gateway holds up no other.
const LANES: usize = 4;

/// Runs until the task is dropped.
pub async fn run(state: AppState) {
    futures::future::join_all((0..LANES).map(|_| lane(&state))).await;
}

async fn lane(state: &AppState) {
    loop {
        while let Ok(true) = run_next(state).await.inspect_err(|error| {
            tracing::error!(cause = ?error.cause, "the queue cannot be read");
        }) {}
        tokio::select! {
            () = state.bell.wait() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Runs one job, if one is due; says whether there was one.
pub async fn run_next(state: &AppState) -> AppResult<bool> {
    let now = state.clock.now();
    let Some(job) = state.db.write(move |conn| queue::claim(conn, now)).await? else {
        return Ok(false);
    };
    let result = registry::run(state, &job).await;
    let now = state.clock.now();
    state
        .db
        .write(move |conn| match result {
            Ok(()) => queue::finish(conn, &job.id),
            Err(error) => {
                let cause = error
                    .cause
                    .as_ref()
                    .map_or_else(|| error.to_string(), |cause| format!("{cause:#}"));
                tracing::warn!(
                    job = job.id,
                    kind = job.kind,
                    attempts = job.attempts + 1,
                    cause,
                    "job failed"
                );
                queue::fail(conn, &job, now, &cause)
            }
        })
        .await?;
    Ok(true)
}
