//! Cleaning up once an hour. Apart from the queue: comparing a large store takes minutes, and nobody's one-time code may
//! wait for it.

use super::registry;
use crate::http::metrics::Metrics;
use crate::state::AppState;
use actix_web::web;
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(3600);

/// Cleans up at start and then hourly, until the task is dropped.
pub async fn run(state: AppState, metrics: web::Data<Metrics>) {
    loop {
        registry::hourly(&state).await;
        metrics.upkeep_finished(state.clock.now());
        tokio::time::sleep(PAUSE).await;
    }
}
