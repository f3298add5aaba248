//! Administrative units: a tree of any depth, with the days between which each unit exists.

pub mod cli;
pub mod keep;
pub mod service;
pub mod store;
