//! "Bảng phân quyền" (seed 003, appendix 2): officers and their rights as a spreadsheet, written and taken in again.

pub mod columns;
pub mod fault;
pub mod handler;
mod import;
pub mod read;
mod scan;
pub mod service;
mod store;
mod units;
pub mod write;
