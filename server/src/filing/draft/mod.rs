//! Dossiers that are being filled in.

pub mod change;
pub mod job;
pub mod renew;
pub mod store;
