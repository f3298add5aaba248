//! Asking the antivirus again. Apart from everything else: one that hangs may hold this up, and nothing else.

use super::registry;
use crate::state::AppState;
use std::time::Duration;

/// How often it looks for files of which the antivirus has not spoken.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Runs until the task is dropped.
pub async fn run(state: AppState) {
    loop {
        if let Err(error) = registry::scan(&state).await {
            tracing::error!(cause = ?error.cause, "waiting files cannot be scanned");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
