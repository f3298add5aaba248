//! Sessions: opened by every way of signing in, found by their token, listed and ended by their owner.

pub mod domain;
pub mod service;
pub(super) mod store;

pub use domain::{Device, Method, Principal};
