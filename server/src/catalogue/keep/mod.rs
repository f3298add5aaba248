//! Keeping procedures: what may be one, its versions, imports and exports.

pub mod cli;
pub mod domain;
pub mod form_file;
pub mod handler;
pub mod import;
pub mod service;
pub mod store;
