//! Dossiers whose unit is no more.

use crate::id::UnitId;
use serde::{Deserialize, Serialize};

/// Passes a dossier that came from a unit which is no more on to another one that took over from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Version of the dossier that was seen.
    pub version: u32,
    /// The unit that gets it.
    pub unit_id: UnitId,
    /// Why, for the officers there.
    pub words: String,
}
