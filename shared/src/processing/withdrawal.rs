//! Taking a filed dossier back.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Takes a dossier back, or asks its unit for that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawDossier {
    /// What the page said would happen; where it is another by now nothing happens.
    pub way: WithdrawalWay,
    /// Why.
    #[serde(default)]
    pub words: Option<String>,
}

/// What taking back means where a dossier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WithdrawalWay {
    /// It ends at once: nobody took it up.
    AtOnce,
    /// The unit decides.
    Ask,
}

/// Grants a withdrawal or declines it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleWithdrawal {
    /// Version of the dossier that was seen.
    pub version: u32,
    /// Whether it is granted.
    pub is_granted: bool,
    /// Why not, in at least a sentence; what is said with a grant is up to the officer.
    #[serde(default)]
    pub words: Option<String>,
}

/// A withdrawal, as both sides read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Withdrawal {
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Why.
    pub words: Option<String>,
    /// What came in for the fee and did not go back, in đồng: officers decide on it.
    pub paid: i64,
    /// Whether it waits for the unit.
    pub is_open: bool,
    /// Whether the unit did not give the dossier back.
    #[serde(default)]
    pub is_declined: bool,
    /// Why not.
    #[serde(default)]
    pub answer: Option<String>,
}
