//! The officers' side of petitions: the province's desk and the units.

pub mod handler;
pub mod service;
