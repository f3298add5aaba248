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

/// How the service of a unit was rated, as everybody may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitRatings {
    /// Ratings of so many days up to yesterday count.
    pub days: u32,
    /// With fewer ratings nothing is said.
    pub least: u32,
    /// How many there were.
    pub ratings: u64,
    /// Their mean in tenths: 43 is 4.3; absent where they are too few.
    pub mean_tenths: Option<u32>,
}

/// The same for officers of the unit, with how often each step was given and what was said with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskRatings {
    /// Name of the unit.
    pub unit_name: String,
    /// The figure.
    pub ratings: UnitRatings,
    /// How often 1, 2, 3, 4 and 5 were given; empty where they are too few.
    pub steps: Vec<u64>,
    /// What was said, newest month first; nothing where they are too few.
    pub said: Vec<RatingSaid>,
}

/// What somebody said with a rating: of nobody, of no dossier and of no day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RatingSaid {
    /// `11/2026`
    pub month: String,
    /// 1 to 5.
    pub stars: u8,
    /// The words, without names, numbers and addresses.
    pub words: String,
}
