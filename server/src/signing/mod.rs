//! Having a file signed by a token agent: handed out once, taken back once, judged before anybody may use it.

pub mod agent;
mod domain;
pub mod handler;
pub mod job;
pub mod service;
mod store;
