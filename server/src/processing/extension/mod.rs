//! A later day for the result: promised once, with a letter that says sorry (TT 03/2025/TT-VPCP, form 04).

pub mod handler;
pub mod letter;
pub mod service;
pub mod store;
