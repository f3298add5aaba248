//! How who filed found the service, once a dossier was over.

pub mod domain;
pub mod handler;
pub mod service;
pub mod store;
