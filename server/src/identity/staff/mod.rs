//! What officers may do beyond being one.

pub mod service;
mod store;
