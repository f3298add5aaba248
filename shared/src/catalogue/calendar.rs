//! What administrators see and change of the working-day calendar.

use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest name of a day, in characters.
pub const MAX_DAY_NAME: usize = 200;
/// Longest reason of a change, in characters.
pub const MAX_REASON: usize = 500;
/// The first and the last year that is kept.
pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A year of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarYear {
    /// Which.
    pub year: i32,
    /// Its days that are not as their weekday says, in order.
    pub days: Vec<KeptDay>,
    /// What administrators changed of them, the newest first.
    pub changes: Vec<DayChange>,
}

/// A day that is not as its weekday says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptDay {
    /// Which.
    #[serde(with = "crate::time::day")]
    pub day: NaiveDate,
    /// What it is called.
    pub name: String,
    /// Whether it is worked.
    pub is_worked: bool,
    /// Hand back with every change.
    pub version: u32,
}

/// What was done to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DayAct {
    /// It was put in.
    Added,
    /// It was named or meant otherwise.
    Changed,
    /// It was taken out: it is as its weekday says.
    Removed,
}

/// One change of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayChange {
    /// Of which day.
    #[serde(with = "crate::time::day")]
    pub day: NaiveDate,
    /// What was done.
    pub act: DayAct,
    /// What the day was called then.
    pub name: String,
    /// Whether it was worked then.
    pub is_worked: bool,
    /// Why.
    pub reason: String,
    /// By whom.
    pub author: String,
    /// When.
    pub at: Timestamp,
}

/// Puts a day in, or says something else of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteDay {
    /// The version that was seen; nothing for a new day.
    #[serde(default)]
    pub version: Option<u32>,
    /// What it is called.
    pub name: String,
    /// Whether it is worked.
    pub is_worked: bool,
    /// Why, such as the number of the decision.
    pub reason: String,
}

/// Takes a day out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveDay {
    /// The version that was seen.
    pub version: u32,
    /// Why.
    pub reason: String,
}
