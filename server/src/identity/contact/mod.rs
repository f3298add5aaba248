//! Phones and e-mail of an account: added, chosen, taken away, and called off by who did not ask for it.

pub mod change;
mod domain;
mod email;
pub mod handler;
mod phone;
pub mod service;
mod store;
pub(super) mod subscriber;

pub use domain::Phone;
