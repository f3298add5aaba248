//! Procedures, paper types and categories: read by everybody, imported from data files.

pub mod calendar;
pub mod category;
pub mod handler;
pub mod import;
pub mod service;
pub mod store;
