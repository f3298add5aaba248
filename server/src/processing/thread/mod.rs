//! The thread of a dossier: what who filed and the officers of its unit write to each other, and what of it was not read yet.

pub mod handler;
pub mod service;
pub mod store;
