//! Petitions: somebody who is signed in writes to the province, its desk routes, a unit answers, and the desk publishes what may be
//! published. `desk` is the officers' side, `public` what everybody reads, `tell` what the writer hears.

pub mod desk;
pub mod domain;
pub mod handler;
pub mod public;
pub mod service;
pub mod store;
pub mod tell;
