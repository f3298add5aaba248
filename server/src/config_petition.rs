//! Settings of petitions.

use anyhow::ensure;
use serde::Deserialize;

/// Petitions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PetitionConfig {
    /// Working days within which a petition is answered.
    pub answer_days: u32,
    /// Petitions that one account may send within 24 hours.
    pub a_day: u32,
}

impl PetitionConfig {
    /// Refuses what must not run.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            (1..=60).contains(&self.answer_days),
            "petition.answer_days must be from 1 to 60"
        );
        ensure!(
            (1..=100).contains(&self.a_day),
            "petition.a_day must be from 1 to 100"
        );
        Ok(())
    }
}
