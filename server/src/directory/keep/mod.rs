//! The tree of units as administrators keep it: by hand, and from files.

pub mod handler;
pub mod import;
pub mod read;
pub mod service;
pub mod store;
