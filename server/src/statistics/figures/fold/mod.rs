//! Keeping the sums of figures up with what changes: marks are taken in small transactions of one folder at a time, and what a dossier
//! counted before is taken away before what it counts now is added.

pub mod job;
pub mod service;
pub mod store;
