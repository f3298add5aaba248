//! Settings of records of persons that others keep.

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
