//! Sessions: opened by every way of signing in, found by their token, listed and ended by their owner.

mod browser;
pub mod domain;
pub mod handler;
pub mod service;
pub(super) mod store;

pub use browser::{describe, words};

pub use domain::{Device, Method, Principal};
