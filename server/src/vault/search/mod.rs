//! The list of a vault: searches, filters, order and pages.

pub mod service;
pub mod store;
