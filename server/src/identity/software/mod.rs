//! "Danh sách các phần mềm hỗ trợ": what people need on their own computers to sign with a token (seed 000, appendix 1). A
//! list that administrators keep.

pub mod domain;
pub mod handler;
pub mod service;
mod store;
