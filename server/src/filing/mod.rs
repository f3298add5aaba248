//! Filling in a dossier and filing it.

pub mod assemble;
pub mod component;
pub mod copy;
pub mod domain;
pub mod draft;
pub mod finding;
pub mod fitting;
pub mod flag;
pub mod folder;
pub mod handler;
pub mod pace;
pub mod place;
pub mod receipt;
pub mod service;
pub mod store;
pub mod stow;
pub mod submit;
pub mod supplement;
pub mod typed;
