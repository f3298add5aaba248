//! The receipt of a filed dossier as a PDF, and the public page that says where a dossier stands (`lookup`).

pub mod domain;
pub mod handler;
pub mod lookup;
pub mod service;
pub mod store;
