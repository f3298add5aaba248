//! What an owner changes: what is said of a paper, which file stands under it, whether it stays. No file is lost: what is
//! replaced or removed stays struck out, for whoever relied on it.

pub mod service;
pub mod store;
