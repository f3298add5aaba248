//! What is accepted, as data. Verification code asks; it does not decide.

use motcua_shared::time::Timestamp;

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

/// Which algorithms are trusted, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Certificates of authorities that the operator keeps and an anchor issued may be signed with SHA-1: the
    /// operator vouches for them, as he does for the anchor. All of generation G1 of the Ban Cơ yếu depends on it.
    pub accepts_sha1_on_kept_authorities: bool,
    /// Timestamps of a trusted authority before this moment may rest on SHA-1.
    pub sha1_timestamps_until: Option<Timestamp>,
    /// Papers with a trusted time before this moment may be signed with SHA-1.
    pub sha1_signatures_until: Option<Timestamp>,
    /// Shortest RSA modulus in bits.
    pub shortest_rsa_bits: usize,
}

impl Policy {
    /// For papers of Vietnamese agencies: the authority stamped with SHA-1 into 2025. SHA-1 papers themselves (before
    /// 2018) cannot be proven any more.
    pub fn ban_co_yeu() -> Self {
        Self {
            accepts_sha1_on_kept_authorities: true,
            sha1_timestamps_until: Timestamp::parse("2026-01-01T00:00:00Z"),
            sha1_signatures_until: None,
            shortest_rsa_bits: 2_048,
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::ban_co_yeu()
    }
}
