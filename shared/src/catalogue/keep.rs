//! What administrators see and write of procedures.

use super::dto::{ProcedureDefinition, Reception};
use crate::id::ProcedureId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a version comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// With the program.
    Delivered,
    /// From a record of the national catalogue.
    National,
    /// From an administrator of this portal.
    Administrator,
}

/// A procedure in the administrators' list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptProcedureItem {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Field of administration.
    pub field: String,
    /// Whether it can be filed here.
    pub reception: Reception,
    /// Where the version in force comes from.
    pub origin: Origin,
    /// Since when it is in force.
    pub since: Timestamp,
}

/// A version of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptVersion {
    /// Its id.
    pub id: ProcedureId,
    /// Whether it is the one in force.
    pub is_current: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// The administrator who wrote it.
    pub author: Option<String>,
    /// Since when.
    pub since: Timestamp,
}

/// A procedure as administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptProcedure {
    /// The version in force; hand back with every change.
    pub id: ProcedureId,
    /// What it says.
    pub definition: ProcedureDefinition,
    /// All versions, the newest first.
    pub versions: Vec<KeptVersion>,
    /// Whether a record of the national catalogue is kept beside it.
    pub has_source: bool,
}

/// Writes a version of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteProcedure {
    /// The version that was seen; nothing for a new procedure.
    pub replaces: Option<ProcedureId>,
    /// What it says from now on.
    pub definition: ProcedureDefinition,
}
