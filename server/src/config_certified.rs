//! What certified copies cost.

use anyhow::ensure;
use motcua_shared::vault::certified::FeeRates;
use serde::Deserialize;

/// Fee of a certified copy, in đồng (Circular 226/2016/TT-BTC, article 4).
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedConfig {
    /// Each of the first pages.
    pub fee_page: u32,
    /// How many those are.
    pub fee_pages: u32,
    /// Each page after them.
    pub fee_further_page: u32,
    /// The most for one copy.
    pub fee_most: u32,
}

impl CertifiedConfig {
    /// As it is reckoned with.
    pub const fn rates(&self) -> FeeRates {
        FeeRates {
            first: self.fee_page,
            first_pages: self.fee_pages,
            further: self.fee_further_page,
            most: self.fee_most,
        }
    }

    /// Refuses what no register can hold.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            self.fee_most <= 1_000_000_000,
            "certified.fee_most must be at most 1000000000"
        );
        Ok(())
    }
}
