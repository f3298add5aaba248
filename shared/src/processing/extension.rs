//! A later day for the result, with the letter that says sorry for it (TT 03/2025/TT-VPCP, form 04).

use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most working days that a dossier is put off by.
pub const MAX_EXTENSION_DAYS: u32 = 30;

/// Puts the day of the result off, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtendDossier {
    /// Version that was seen.
    pub version: u32,
    /// By how many working days, 1 to 30: from the day it is due, or from today where that is over.
    pub days: u32,
    /// Why, in at least a sentence; the letter says it.
    pub ground: String,
}

/// A day that was put off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extension {
    /// The day that had been promised.
    #[serde(with = "crate::time::day")]
    pub old_due: NaiveDate,
    /// The day that was promised in its place.
    #[serde(with = "crate::time::day")]
    pub new_due: NaiveDate,
    /// Why.
    pub ground: String,
    /// The unit that said so.
    pub unit: String,
    /// When.
    pub made_at: Timestamp,
    /// Whether the day had passed by then: sorry is to be said before.
    pub was_late: bool,
}
