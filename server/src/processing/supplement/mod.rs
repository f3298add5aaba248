//! Rounds of supplement: a unit asks for parts of a dossier once more, its time stands still, and who filed sends them. The files
//! gather in a draft of `filing`. Nothing that was filed is lost: each round keeps what it replaced.

pub mod domain;
pub mod handler;
pub mod service;
pub mod store;
pub mod supply;
