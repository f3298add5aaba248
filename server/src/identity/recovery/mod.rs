//! A forgotten password: a code to the phone of the account, then a new one. Whether there is an account is told to
//! nobody: without one every step looks the same and leads nowhere.

pub mod handler;
pub mod service;
mod store;
