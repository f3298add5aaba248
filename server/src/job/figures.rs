//! Folding figures. Apart from the queue: nothing may hold it up, and it holds up nothing.

use super::registry;
use crate::state::AppState;
use std::time::Duration;

/// How long figures are behind what happens, about.
const PAUSE: Duration = Duration::from_secs(20);

/// Runs until the task is dropped.
pub async fn run(state: AppState) {
    loop {
        if let Err(error) = registry::fold_figures(&state).await {
            tracing::error!(cause = ?error.cause, "figures cannot be folded");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
