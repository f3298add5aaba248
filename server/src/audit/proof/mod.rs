//! What the owner of a dossier takes home: their part of the log, provable without anybody else's.

pub mod cli;
mod domain;
pub mod handler;
pub mod judge;
pub mod service;
pub mod store;
