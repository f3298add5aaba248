//! Files on their way in: received whole or in pieces, hashed while they stream, judged, scanned, then put to use by the vault
//! or a dossier.
//!
//! Offers to others: `service::{load, take_in, put, scan_new, admit, claim, forget, check_clear, scan_state,
//! scan_states}` and `service::keep`.

pub mod handler;
mod incoming;
pub mod job;
mod picture;
pub mod resumable;
pub mod scan;
pub mod service;
pub mod store;
