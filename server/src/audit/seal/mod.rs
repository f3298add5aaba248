//! Sealing: entries are tied into a chain within a minute, and its head is timestamped once a day.

pub mod service;
pub(super) mod store;
