//! Somebody says that an account under their number is not theirs. What they say is kept for the desk; the answer tells
//! nothing of the account, not even whether there is one.

mod desk;
pub mod handler;
pub mod service;
mod store;
