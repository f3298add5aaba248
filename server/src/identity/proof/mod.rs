//! Proof of work in place of a picture captcha: the ALTCHA protocol, version 2. The browser tries keys until one begins
//! as asked; a person waits a moment, a machine that tries thousands pays for each.

pub mod handler;
pub mod service;
mod store;
