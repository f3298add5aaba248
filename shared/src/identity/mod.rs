//! Accounts, sign-in, sessions.

pub mod dto;
pub mod rule;
