//! Procedures, their cases and components, paper types and categories, units.

pub mod calendar;
pub mod dto;
pub mod form;
pub mod guidance;
pub mod keep;
pub mod kept;
pub mod life_event;
pub mod named;
pub mod report;
pub mod rule;
pub mod template;
pub mod time_limit;
pub mod words;
pub mod workflow;
