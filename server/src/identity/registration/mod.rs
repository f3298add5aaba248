//! Registering as a citizen at assurance level 2: what a person says is compared with a record kept elsewhere, a code goes
//! to the phone, and with the password there is an account.

pub mod domain;
pub mod handler;
pub mod service;
pub(super) mod store;
