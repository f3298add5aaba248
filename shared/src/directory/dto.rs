//! What travels of the tree of units.

use crate::catalogue::dto::Level;
use crate::id::UnitId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest name of a unit, in characters.
pub const MAX_UNIT_NAME: usize = 250;
/// Longest code of a unit, in characters.
pub const MAX_UNIT_CODE: usize = 60;
/// Most units that take over from one.
pub const MAX_SUCCESSORS: usize = 20;

/// A unit as others point to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitRef {
    /// Its id.
    pub id: UnitId,
    /// Opaque code.
    pub code: String,
    /// Name on screen.
    pub name: String,
}

/// A unit in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptUnitItem {
    /// Its id.
    pub id: UnitId,
    /// Opaque code.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Level of government.
    pub level: Level,
    /// The name of the unit above it.
    pub above: Option<String>,
    /// How many units are right below it, those that ended as well.
    pub below: u32,
    /// Whether it works with this portal.
    pub at_portal: bool,
    /// First day of its existence.
    #[serde(with = "crate::time::day")]
    pub valid_from: NaiveDate,
    /// First day after its existence.
    #[serde(with = "crate::time::optional_day")]
    pub valid_to: Option<NaiveDate>,
}

/// A unit with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptUnit {
    /// Its id.
    pub id: UnitId,
    /// Opaque code; it never changes, because codes of dossiers hold it.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Level of government.
    pub level: Level,
    /// The units above it, the highest first.
    pub above: Vec<UnitRef>,
    /// How many units are right below it, those that ended as well.
    pub below: u32,
    /// Whether it works with this portal: it receives dossiers and officers belong to it.
    pub at_portal: bool,
    /// First day of its existence.
    #[serde(with = "crate::time::day")]
    pub valid_from: NaiveDate,
    /// First day after its existence.
    #[serde(with = "crate::time::optional_day")]
    pub valid_to: Option<NaiveDate>,
    /// Which units took over.
    pub successors: Vec<UnitRef>,
    /// The one of them that gets what lies open.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub heir: Option<UnitRef>,
    /// From which units it took over.
    pub predecessors: Vec<UnitRef>,
    /// Hand back with every change.
    pub version: u32,
}

/// What is said of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitForm {
    /// Name on screen.
    pub name: String,
    /// Level of government.
    pub level: Level,
    /// The unit above it.
    #[serde(default)]
    pub parent_id: Option<UnitId>,
    /// `2025-07-01`: first day of its existence.
    pub valid_from: String,
    /// Whether it works with this portal.
    pub at_portal: bool,
}

/// A new unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddUnit {
    /// Opaque code.
    pub code: String,
    /// What is said of it.
    pub form: UnitForm,
}

/// Says something else of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeUnit {
    /// The version that was seen.
    pub version: u32,
    /// What is said of it.
    pub form: UnitForm,
}

/// Ends a unit, or takes its end back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EndUnit {
    /// The version that was seen.
    pub version: u32,
    /// `2026-01-01`: first day after its existence; empty where it goes on after all.
    pub valid_to: String,
    /// Codes of the units that take over.
    #[serde(default)]
    pub successors: Vec<String>,
    /// Code of the one that gets what lies open; where there is one alone it is that.
    #[serde(default)]
    pub heir: String,
}
