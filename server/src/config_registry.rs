//! Settings of records of persons that others keep.

use anyhow::ensure;
use secrecy::SecretString;
use serde::Deserialize;

/// A system outside that a person's data is compared with (docs/adapters.md).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistryConfig {
    /// Address; empty switches this way of registering off.
    pub url: String,
    /// Names this portal.
    pub api_key: SecretString,
    /// Keys the signature of each request.
    pub secret_key: SecretString,
    /// Seconds that a person waits for the answer.
    pub patience_seconds: u64,
}

impl RegistryConfig {
    /// What cannot be.
    pub(crate) fn check(&self, name: &str, is_demo: bool) -> anyhow::Result<()> {
        ensure!(
            (1..=30).contains(&self.patience_seconds),
            "{name}.patience_seconds must be from 1 to 30"
        );
        ensure!(
            is_demo || self.url.is_empty() || self.url.starts_with("https://"),
            "{name}.url must begin with https://: personal data travels there"
        );
        Ok(())
    }
}
