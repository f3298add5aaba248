//! The log of each paper, which its owner reads: who did what with it, for which dossier, on which ground.

pub mod service;
pub mod store;
