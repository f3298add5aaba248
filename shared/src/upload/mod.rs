//! Files on their way in: sent once, checked, then put to use by the vault or a dossier.

pub mod dto;
pub mod rule;
