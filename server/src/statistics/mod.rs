//! Figures of what was done: how long dossiers really took, and the dashboards of every level of the tree.

pub mod domain;
pub mod figures;
pub mod handler;
pub mod job;
pub mod service;
pub mod store;
