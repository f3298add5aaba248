//! One act on many dossiers at once.

use crate::error::ErrorCode;
use crate::id::{AccountId, DossierId};
use serde::{Deserialize, Serialize};

/// Most dossiers of one request.
pub const MAX_BATCH: usize = 500;

/// What is done with all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum BatchAct {
    /// They are received.
    Receive,
    /// Their unit begins to work on them.
    Begin,
    /// Somebody works on them from now on.
    Assign {
        /// Who; anybody with the role where nobody is named.
        #[serde(default)]
        officer_id: Option<AccountId>,
    },
}

/// A dossier as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BatchItem {
    /// Which.
    pub id: DossierId,
    /// Its version.
    pub version: u32,
}

/// Does one thing with many dossiers; each for itself, so that one which cannot be leaves the others alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DoBatch {
    /// What.
    pub act: BatchAct,
    /// With which, at most 500.
    pub dossiers: Vec<BatchItem>,
}

/// A dossier that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOut {
    /// Which of those that were sent, counted from 0.
    pub at: u32,
    /// "Mã hồ sơ"; absent where there is none for who asks.
    pub code: Option<String>,
    /// Why, as a code.
    pub reason: ErrorCode,
    /// Why, in a sentence.
    pub words: String,
}

/// What became of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchDone {
    /// With how many it was done.
    pub done: u32,
    /// The others.
    pub left_out: Vec<LeftOut>,
}
