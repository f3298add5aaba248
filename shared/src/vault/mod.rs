//! The vault: papers of a person or body, each as its agency signed it.

pub mod appointment;
pub mod certified;
pub mod dto;
pub mod log;
pub mod look;
pub mod partner;
pub mod rule;
pub mod share;
pub mod words;
