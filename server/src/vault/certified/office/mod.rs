//! Which units certify, when they receive people, and who signs there.

pub mod service;
pub mod store;
