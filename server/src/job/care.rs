//! Looking after papers that came in: bringing and keeping what proves them. Apart from the queue and from the hourly
//! work: authorities that do not answer may hold this up, and nothing else.

use super::registry;
use crate::error::AppResult;
use crate::state::AppState;
use std::time::Duration;

/// How often it looks for new papers.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Runs until the task is dropped. Papers that just came in have a lane of their own.
pub async fn run(state: AppState) {
    if let Err(error) = registry::start_care(&state).await {
        tracing::error!(cause = ?error.cause, "papers without a timestamp cannot be listed");
    }
    futures::join!(
        again(async || registry::care_for_new(&state).await),
        again(async || registry::care_for_open(&state).await),
    );
}

async fn again(look: impl AsyncFn() -> AppResult<()>) {
    loop {
        if let Err(error) = look().await {
            tracing::error!(cause = ?error.cause, "papers cannot be looked after");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
