//! Dossiers that are being filled in.

pub mod job;
pub mod store;
