//! Giving papers to be seen: to units, organisations and the units of own dossiers; taking that back; counting each use.

pub mod handler;
pub mod service;
pub mod store;
