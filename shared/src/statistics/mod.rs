//! Figures of what was done.

pub mod dto;
pub mod figures;
pub mod period;
