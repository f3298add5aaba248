//! "Phản ánh, kiến nghị": somebody says how a procedure, a unit or this portal works badly, the province's desk routes it, a unit answers.

pub mod dto;
pub mod personal;
pub mod rule;
