//! Tying the audit log into its chain. Apart from the queue: nothing may hold it up, and it holds up nothing.

use super::registry;
use crate::state::AppState;
use std::time::Duration;

/// How long an entry is tied by nothing, about.
const PAUSE: Duration = Duration::from_secs(60);

/// Runs until the task is dropped.
pub async fn run(state: AppState) {
    loop {
        if let Err(error) = registry::seal(&state).await {
            tracing::error!(cause = ?error.cause, "the audit log cannot be sealed");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
