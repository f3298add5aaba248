//! Files on their way in: received once, hashed while they stream, judged, then put to use by the vault or a dossier.
//!
//! Offers to others: `service::{load, take_in, put, admit, claim, forget}` and `service::keep`.

pub mod handler;
mod incoming;
pub mod job;
pub mod service;
pub mod store;
