//! Administrative units.

pub mod cli;
pub mod service;
pub mod store;
