//! One act on many dossiers: each for itself, and those that cannot be are named with the reason.

pub mod handler;
pub mod service;
