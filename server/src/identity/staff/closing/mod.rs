//! The day from which on passwords open no account of a unit ("khóa đăng nhập bằng tài khoản", seed 004): it holds in all units
//! below, where an earlier one may be set and no later one. Whoever works in no unit goes by the highest units.

pub mod domain;
pub mod handler;
pub mod job;
pub mod service;
mod store;
