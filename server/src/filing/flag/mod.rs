//! What became known of a dossier's papers after it was filed.

pub mod service;
pub mod store;
