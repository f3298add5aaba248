//! Files on their way in: received once, hashed while they stream, judged, then put to use by the vault or a dossier.
//!
//! Offers to others: `service::{load_unused, claim}` and `service::keep`.

pub mod handler;
pub mod job;
pub mod service;
pub mod store;
