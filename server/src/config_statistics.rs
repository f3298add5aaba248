//! Settings of figures.

use anyhow::ensure;
use serde::Deserialize;

/// Figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatisticsConfig {
    /// Per cent of papers that are to come from vaults this year.
    pub reuse_goal: u32,
}

impl StatisticsConfig {
    /// Refuses what must not run.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            (1..=100).contains(&self.reuse_goal),
            "statistics.reuse_goal must be from 1 to 100"
        );
        Ok(())
    }
}
