//! Accounts, sign-in in two steps, sessions.
//!
//! Offers to others: `guard` (who asks), `service::load_account`.

pub mod domain;
pub mod guard;
pub mod handler;
pub mod job;
pub mod password;
pub mod service;
pub mod store;
pub mod throttle;
