//! Figures of what was done: how long dossiers really took.

pub mod domain;
pub mod handler;
pub mod job;
pub mod service;
pub mod store;
