//! Signing in with a password and a one-time code.

pub mod failures;
pub mod service;
mod store;
