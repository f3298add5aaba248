//! What is accepted, as data. Verification code asks; it does not decide. A policy has two halves that are kept apart:
//! the rules a verdict is found by (algorithms, key sizes), and what a receiver makes of the verdict ([`super::acceptance`]).

use super::{policy_file, trust::TrustStore};
use crate::config::SignatureConfig;
use anyhow::Context;
use motcua_shared::{signature::report::SignatureReport, time::Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What to do without revocation data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum RevocationMode {
    /// Its absence makes the verdict INDETERMINATE (ETSI EN 319 102-1 §5.2.6, `TRY_LATER`).
    #[default]
    Require,
    /// What there is is used; its absence is a warning.
    Prefer,
    /// It is not looked at, which is a warning.
    Off,
}

/// Which anchors a receiver accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchors {
    /// All that the operator keeps in the trust folders.
    All,
    /// Those with these SHA-256 fingerprints, upper-case hexadecimal.
    Only(BTreeSet<String>),
}

/// What a receiver decides about a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// It may come in.
    Accept,
    /// It may come in, and a person looks at it again: "chờ xác minh".
    Hold,
    /// It may not come in.
    Refuse,
}

/// Which algorithms are trusted, and until when; which anchors; what becomes of open questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// How it is called.
    pub name: String,
    /// Whose papers are accepted.
    pub anchors: Anchors,
    /// Certificates of authorities that the operator keeps and an anchor issued may be signed with SHA-1: the
    /// operator vouches for them, as he does for the anchor. All of generation G1 of the Ban Cơ yếu depends on it.
    pub accepts_sha1_on_kept_authorities: bool,
    /// Timestamps of a trusted authority before this moment may rest on SHA-1.
    pub sha1_timestamps_until: Option<Timestamp>,
    /// Papers with a trusted time before this moment may be signed with SHA-1. Without a trusted time none is.
    pub sha1_signatures_until: Option<Timestamp>,
    /// Until when a digest or signature algorithm is good, by its name in reports (`SHA-256`, `RSA-PKCS1v15`). Those
    /// that are not named have no end.
    pub good_until: BTreeMap<String, Timestamp>,
    /// Shortest RSA modulus in bits.
    pub shortest_rsa_bits: usize,
    /// Shortest elliptic-curve key in bits.
    pub shortest_ec_bits: usize,
    /// What becomes of a paper when nothing but revocation data is missing.
    pub unknown_revocation: Decision,
    /// Whether every signature must hold, or one is enough.
    pub every_signature: bool,
}

impl Policy {
    /// For papers of Vietnamese agencies: the two roots of the Ban Cơ yếu, whose authority stamped with SHA-1 into
    /// 2025. SHA-1 papers themselves (before 2018) cannot be proven any more.
    pub fn ban_co_yeu() -> Self {
        Self {
            name: "ban-co-yeu".to_owned(),
            anchors: Anchors::Only(
                super::known::BAN_CO_YEU
                    .iter()
                    .map(|root| root.fingerprint.to_owned())
                    .collect(),
            ),
            ..Self::any_national_ca()
        }
    }

    /// The same rules for every root that the operator keeps: public authorities below the national root as well.
    pub fn any_national_ca() -> Self {
        Self {
            name: "any-national-ca".to_owned(),
            anchors: Anchors::All,
            accepts_sha1_on_kept_authorities: true,
            sha1_timestamps_until: Timestamp::parse("2026-01-01T00:00:00Z"),
            sha1_signatures_until: None,
            good_until: BTreeMap::new(),
            shortest_rsa_bits: 2_048,
            shortest_ec_bits: 256,
            unknown_revocation: Decision::Hold,
            every_signature: true,
        }
    }

    /// A built-in policy by its name, else a file in TOML.
    pub fn load(name_or_file: &str) -> anyhow::Result<Self> {
        match name_or_file {
            "ban-co-yeu" => Ok(Self::ban_co_yeu()),
            "any-national-ca" => Ok(Self::any_national_ca()),
            file => policy_file::read(Path::new(file)),
        }
    }

    /// The policy that the settings name. Anchors of the sandbox folders are admitted, because the settings say so.
    pub fn of_settings(settings: &SignatureConfig) -> anyhow::Result<Self> {
        let mut policy = Self::load(&settings.policy).context("signature.policy")?;
        policy
            .admit_folders(&settings.sandbox_trust)
            .context("signature.sandbox_trust")?;
        Ok(policy)
    }

    /// Accepts the anchors that lie in `folders`.
    pub fn admit_folders(&mut self, folders: &[PathBuf]) -> anyhow::Result<()> {
        let sandbox = TrustStore::load(folders)?.store;
        self.admit(sandbox.anchors().iter().map(|anchor| anchor.fingerprint()));
        Ok(())
    }

    /// Accepts these anchors, too: those of a sandbox, where the operator's settings say so.
    pub fn admit(&mut self, fingerprints: impl IntoIterator<Item = String>) {
        if let Anchors::Only(admitted) = &mut self.anchors {
            admitted.extend(fingerprints);
        }
    }

    /// Whether papers below the anchor with this SHA-256 fingerprint are accepted.
    pub fn admits(&self, fingerprint: &str) -> bool {
        match &self.anchors {
            Anchors::All => true,
            Anchors::Only(admitted) => admitted.contains(fingerprint),
        }
    }

    /// Whether an algorithm is still good at a moment.
    pub fn is_good(&self, algorithm: &str, at: Timestamp) -> bool {
        self.good_until.get(algorithm).is_none_or(|until| at < *until)
    }

    /// Whether the anchors of the chain and of the trusted time are accepted; `None` when there is no chain.
    pub(super) fn admits_anchors_of(&self, signature: &SignatureReport) -> Option<bool> {
        let anchor = signature.chain.last()?;
        let time = signature.time_anchor.as_ref();
        Some(self.admits(&anchor.fingerprint) && time.is_none_or(|anchor| self.admits(&anchor.fingerprint)))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::ban_co_yeu()
    }
}
