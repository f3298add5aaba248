//! Taking a filed dossier back: at once while nobody took it up, else as its unit decides.

pub mod handler;
pub mod service;
pub mod store;
