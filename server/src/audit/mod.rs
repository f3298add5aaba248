//! Who did what: append-only, written in the transaction of the change.

pub mod service;
mod store;

pub use service::Action;
