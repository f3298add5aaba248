//! The register: one book per unit and year, numbers without a gap.

pub mod service;
pub mod store;
pub mod table;
