//! Procedures, their cases and components, paper types and categories, units.

pub mod dto;
pub mod kept;
pub mod rule;
