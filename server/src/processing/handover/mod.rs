//! Dossiers whose unit is no more: on the day of its end they go to the unit that took over (`directory::service::heir`), and from
//! there to another one that did where somebody knows better. Why: docs/decisions/2026-11-23-units-that-end.md.

pub mod handler;
pub mod job;
pub mod service;
pub mod store;
