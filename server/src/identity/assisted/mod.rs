//! Accounts that the desk makes for people who come in person (seed 002, appendices II and III): looked up first, typed from
//! the identity card, signed on paper, proven by a code that the citizen reads out. The officer never learns a password.

pub mod domain;
mod files;
pub mod handler;
mod making;
mod request_pdf;
mod scan;
pub mod service;
pub mod store;
