//! Accounts, ways of signing in, one-time codes, sessions.
//!
//! Offers to others: `guard` (who asks), `service::load_account`.

pub mod code;
pub mod domain;
pub mod guard;
pub mod handler;
pub mod job;
pub mod oidc;
pub mod password;
pub mod service;
pub mod session;
pub mod sign_in;
pub mod store;
pub mod throttle;
