//! Dossiers that are being filled in.

pub mod change;
pub mod desk;
pub mod job;
pub mod renew;
pub mod store;
