//! Filling in a dossier and filing it.

pub mod acting;
pub mod dto;
pub mod rule;
pub mod typed;
