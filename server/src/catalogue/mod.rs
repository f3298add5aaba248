//! Procedures, paper types and categories: read by everybody, kept by administrators, imported from data files and from
//! the national catalogue.

pub mod calendar;
pub mod category;
pub mod everyday;
pub mod handler;
pub mod import;
pub mod keep;
pub mod national;
pub mod near;
pub mod service;
pub mod store;
