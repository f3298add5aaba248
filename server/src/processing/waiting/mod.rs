//! Results whose owner had no account when their dossier ended: they come into the vault once there is one.

pub mod job;
pub mod service;
pub mod store;
