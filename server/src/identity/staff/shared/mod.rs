//! Accounts that look as if several people used them (seed 004: "1 tài khoản đang có nhiều người dùng"). Signs are reckoned from what
//! is stored anyway; none of them proves anything, so that an administrator looks into it and writes down what was found.

pub mod domain;
pub mod handler;
pub mod service;
mod store;
