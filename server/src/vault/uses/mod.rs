//! Papers in dossiers: whether what was attached still stands, counting a use, finding where a file was used.

pub mod service;
pub mod store;
