//! What travels of figures.

use serde::{Deserialize, Serialize};

/// How long dossiers of a procedure really took, from being received to the result being given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Durations {
    /// Dossiers that ended in so many days up to today are counted.
    pub days: u32,
    /// With fewer dossiers than these nothing is said.
    pub least: u32,
    /// At all units of this portal.
    pub everywhere: Duration,
    /// At the unit that was asked for.
    pub unit: Option<Duration>,
}

/// How long some dossiers took, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Duration {
    /// How many there were.
    pub dossiers: u64,
    /// Half of them took no longer; absent where they are too few.
    pub half: Option<u32>,
    /// Nine of ten took no longer.
    pub most: Option<u32>,
}

/// How many open dossiers a change of the calendar concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueOver {
    /// Those whose time runs over the day: they were filed by then, and are due on it or later.
    pub dossiers: u64,
}
