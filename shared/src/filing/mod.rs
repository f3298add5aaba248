//! Filling in a dossier and filing it.

pub mod acting;
pub mod copy;
pub mod dto;
pub mod folder;
pub mod lookup;
pub mod represent;
pub mod rule;
pub mod stow;
pub mod typed;
pub mod words;
