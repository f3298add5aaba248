//! One-time codes: bound to a purpose and a flow, counted over every resend, limited per recipient, account and address.
//! Nothing here knows what a code is asked for.

pub mod domain;
pub mod service;
mod store;
mod unseen;

pub use domain::{Destination, Purpose};
