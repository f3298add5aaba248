//! "Quản lý tài khoản": what its holder sees and sets of an account, and acting as another one of the same person.

pub mod handler;
mod password;
pub mod service;
mod store;
mod switch;
