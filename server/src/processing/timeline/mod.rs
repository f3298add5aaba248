//! The one timeline of a dossier: what was done with it, with its fee, and what was said, in one order for both sides.

pub mod domain;
pub mod service;
