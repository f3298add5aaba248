//! Settings of the mobile signature service.

use anyhow::ensure;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// The mobile signature service (ETSI TS 102 204) that signing SIMs are reached by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimConfig {
    /// Address of the service; empty: signing SIMs are not offered.
    pub url: String,
    /// Names this portal to the service (`AP_ID`).
    pub ap_id: String,
    /// Its password there (`AP_PWD`).
    pub ap_password: SecretString,
    /// URI of the signature profile to be used; empty leaves the choice to the service.
    pub profile: String,
}

impl SimConfig {
    /// Refuses what must not run.
    pub fn check(&self, is_demo: bool) -> anyhow::Result<()> {
        if self.url.is_empty() {
            return Ok(());
        }
        ensure!(
            is_demo || self.url.starts_with("https://"),
            "sim.url must begin with https://: what lets people in travels there"
        );
        ensure!(
            !self.ap_id.is_empty() && !self.ap_password.expose_secret().is_empty(),
            "sim.ap_id and sim.ap_password are needed with sim.url"
        );
        Ok(())
    }
}
