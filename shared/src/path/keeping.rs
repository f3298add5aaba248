//! Addresses of what administrators keep beside procedures: the calendar and the units; and of figures.

use super::{KEPT_PROCEDURES, PROCEDURES};
use crate::id::{ProcedureId, UnitId};

/// The working-day calendar.
pub const CALENDAR: &str = "/api/v1/catalogue/calendar";
/// The tree of units.
pub const UNITS: &str = "/api/v1/units";
/// Takes a file of units in.
pub const UNITS_IMPORT: &str = "/api/v1/units/import";
/// Events of life.
pub const LIFE_EVENTS: &str = "/api/v1/life-events";

/// A day of the calendar, such as `2026-11-20`.
pub fn calendar_day(day: &str) -> String {
    format!("{CALENDAR}/{day}")
}

/// How many open dossiers' time runs over a day.
pub fn calendar_day_dossiers(day: &str) -> String {
    format!("{}/dossiers", calendar_day(day))
}

/// Takes a day out of the calendar.
pub fn calendar_day_removal(day: &str) -> String {
    format!("{CALENDAR}/{day}/removal")
}

/// One unit.
pub fn kept_unit(id: UnitId) -> String {
    format!("{UNITS}/{id}")
}

/// Ends a unit.
pub fn kept_unit_end(id: UnitId) -> String {
    format!("{UNITS}/{id}/end")
}

/// A version of a procedure.
pub fn kept_procedure_version(code: &str, id: ProcedureId) -> String {
    format!("{KEPT_PROCEDURES}/{code}/versions/{id}")
}

/// How long dossiers of a procedure really took.
pub fn procedure_durations(code: &str) -> String {
    format!("{PROCEDURES}/{code}/durations")
}
