//! Settings of dossiers after they were filed.

use anyhow::ensure;
use serde::Deserialize;

/// Dossiers after they were filed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessingConfig {
    /// Days that a filer has for what a unit asks for once more.
    pub supplement_days: u32,
}

impl ProcessingConfig {
    /// Refuses what must not run.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            (1..=365).contains(&self.supplement_days),
            "processing.supplement_days must be from 1 to 365"
        );
        Ok(())
    }
}
