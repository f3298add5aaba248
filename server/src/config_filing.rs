//! Settings of filing.

use anyhow::ensure;
use serde::Deserialize;

/// Filing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilingConfig {
    /// Days that a draft is kept after its last change.
    pub draft_days: u32,
    /// Days before that at which its filer is told.
    pub draft_notice_days: u32,
    /// Days that photographs wait, sealed, on the device that took them.
    pub photograph_days: u32,
    /// Dossiers that a citizen may file within 24 hours.
    pub dossiers_a_day: u32,
    /// The same of an enterprise or agency.
    pub dossiers_a_day_organisation: u32,
}

impl FilingConfig {
    /// Refuses what must not run.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            (7..=3650).contains(&self.draft_days),
            "filing.draft_days must be from 7 to 3650"
        );
        ensure!(
            (1..self.draft_days).contains(&self.draft_notice_days),
            "filing.draft_notice_days must be from 1 to less than filing.draft_days"
        );
        ensure!(
            (1..=30).contains(&self.photograph_days),
            "filing.photograph_days must be from 1 to 30"
        );
        for limit in [self.dossiers_a_day, self.dossiers_a_day_organisation] {
            ensure!(
                (1..=100_000).contains(&limit),
                "filing.dossiers_a_day and filing.dossiers_a_day_organisation must be from 1 to 100000"
            );
        }
        Ok(())
    }
}
