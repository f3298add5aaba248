//! "Tôi không còn dùng số điện thoại này" (seed 003, B.2): another phone for who knows the password, at once with a recovery
//! code, or after a day when only the operator's record speaks for them.

pub mod handler;
pub mod service;
mod store;
