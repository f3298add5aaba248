//! How who filed found the service.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// From bad to good.
pub const STARS: RangeInclusive<u8> = 1..=5;

/// The longest words, in characters.
pub const MAX_RATING_WORDS: usize = 1000;

/// Rates the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RateDossier {
    /// 1 to 5.
    pub stars: u8,
    /// What was good or bad.
    #[serde(default)]
    pub words: Option<String>,
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rating {
    /// 1 to 5.
    pub stars: u8,
    /// What was good or bad.
    pub words: Option<String>,
    /// When it was first said.
    pub rated_at: Timestamp,
}
