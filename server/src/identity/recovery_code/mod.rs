//! Codes to print and keep: each stands once for the phone that somebody lost.

pub mod handler;
pub mod service;
mod store;
