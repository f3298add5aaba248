//! Papers that others share with the account of an organisation.

pub mod handler;
pub mod service;
