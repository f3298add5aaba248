//! Filling in a dossier and filing it.

pub mod dto;
pub mod rule;
