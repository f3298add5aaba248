//! The log of each paper, which its owner reads: who did what with it, for which dossier, on which ground.

mod csv;
pub mod handler;
mod objection;
pub mod reading;
pub mod service;
pub mod store;
