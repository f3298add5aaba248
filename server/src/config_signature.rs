//! Settings of signature verification and of token agents.

use motcua_shared::signature::agent::vnpt;
use serde::Deserialize;
use std::path::PathBuf;

/// Signature verification.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureConfig {
    /// Folders with roots, intermediates and CRLs.
    pub trust: Vec<PathBuf>,
    /// Folders with sandbox authorities; demo only.
    pub sandbox_trust: Vec<PathBuf>,
    /// Files verified at the same time; each is held in memory.
    pub parallel: usize,
    /// `ban-co-yeu`, `any-national-ca`, or a file in TOML.
    pub policy: String,
    /// Hosts from which revocation data and issuers may be fetched.
    pub fetch_hosts: Vec<String>,
    /// Folder that keeps what was fetched; empty keeps nothing.
    pub cache: PathBuf,
    /// Address of the authority that stamps stored papers (RFC 3161 over HTTP); empty has none stamped.
    pub timestamp_url: String,
    /// Files of people who are not asked to sign in, checked without being kept, on their way at a time.
    pub visitors: usize,
    /// Such files per minute from one address.
    pub visits_per_minute: u32,
    /// Stored papers verified again in one hour at most.
    pub verify_again_per_hour: u64,
    /// Addresses of signing agents on people's own computers that the pages may reach.
    pub agents: Vec<String>,
    /// Licence of the VNPT-CA plugin for this domain; empty leaves the plugin alone. Browsers are told it.
    pub vnpt_licence: String,
}

impl SignatureConfig {
    /// All addresses that the pages may reach on people's own computers.
    pub fn agent_addresses(&self) -> Vec<String> {
        let ports = vnpt::PORTS.iter().filter(|_| !self.vnpt_licence.is_empty());
        let vnpt = ports.map(|port| format!("wss://localhost:{port}"));
        self.agents.iter().cloned().chain(vnpt).collect()
    }
}
