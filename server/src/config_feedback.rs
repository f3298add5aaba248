//! Settings of feedback on results.

use anyhow::ensure;
use serde::Deserialize;

/// Feedback on results.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedbackConfig {
    /// Working days within which the agency answers.
    pub working_days: u32,
}

impl FeedbackConfig {
    /// Refuses what must not run.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            (1..=60).contains(&self.working_days),
            "feedback.working_days must be from 1 to 60"
        );
        Ok(())
    }
}
