//! Filling in a dossier and filing it.

pub mod assemble;
pub mod component;
pub mod domain;
pub mod draft;
pub mod flag;
pub mod handler;
pub mod service;
pub mod store;
pub mod typed;
