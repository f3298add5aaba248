//! Settings of the vault.

use serde::Deserialize;

/// The vault.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultConfig {
    /// The program that takes the text out of papers; empty is this one.
    pub reader: String,
}
