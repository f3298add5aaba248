//! Figures of what was done.

pub mod dto;
