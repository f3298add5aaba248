//! Answers that everybody reads.

pub mod handler;
pub mod service;
pub mod store;
