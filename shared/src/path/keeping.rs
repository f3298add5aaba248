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

/// Figures of a level.
pub const FIGURES: &str = "/api/v1/figures";
/// The dossiers that make a figure.
pub const FIGURE_DOSSIERS: &str = "/api/v1/figures/dossiers";
/// The figures as a workbook.
pub const FIGURES_WORKBOOK: &str = "/api/v1/figures/workbook";
/// The figures as a table of text.
pub const FIGURES_TABLE: &str = "/api/v1/figures/table";
/// What everybody may see of them.
pub const PUBLIC_FIGURES: &str = "/api/v1/figures/public";
/// Figures to be used again by everybody.
pub const OPEN_DATA: &str = "/api/v1/open-data/figures.json";
/// The same as a table of text.
pub const OPEN_DATA_TABLE: &str = "/api/v1/open-data/figures.csv";
