//! Fees of dossiers: what is owed, how it was settled, and the code that banking applications read.

pub mod amount;
pub mod dto;
pub mod rule;
pub mod vietqr;
pub mod words;
