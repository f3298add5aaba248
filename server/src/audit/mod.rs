//! Who did what: append-only, written in the transaction of the change, tied into a chain soon after.

pub mod check;
pub mod cli;
pub mod proof;
pub mod seal;
pub mod service;
mod store;

pub use motcua_shared::audit::chain;
pub use service::Action;
