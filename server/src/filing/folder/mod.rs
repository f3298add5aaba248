//! The folders of the personal page: lists of filed dossiers, and how many lie in each.

pub mod service;
pub mod store;
