//! Accounts, registration, sign-in, sessions.

pub mod account;
pub mod desk;
pub mod dto;
pub mod identity_number;
pub mod password;
pub mod person;
pub mod registration;
pub mod rule;
pub mod sim;
pub mod software;
pub mod staff;
pub mod token;
