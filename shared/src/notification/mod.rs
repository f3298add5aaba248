//! Messages: by which ways people are told.

pub mod dto;
