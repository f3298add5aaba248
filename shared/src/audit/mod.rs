//! The audit log as those see it whom it is about: how it is reckoned (docs/audit.md), and the proof that a filer takes home.

pub mod chain;
pub mod check;
pub mod proof;
