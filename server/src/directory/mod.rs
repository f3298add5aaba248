//! Administrative units.

pub mod service;
pub mod store;
