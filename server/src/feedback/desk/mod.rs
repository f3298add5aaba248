//! The officers' side of feedback.

pub mod handler;
pub mod service;
