//! Which days are worked, and how far a number of working days reaches.

pub mod cli;
pub mod domain;
pub mod handler;
pub mod keeping;
pub mod service;
pub mod store;
