//! What a one-stop desk may refuse dossiers for by a letter (seed 000, §2): rules with the day from which they hold, kept by
//! administrators; what of it is found in a dossier; and the words that its filer reads.

pub mod domain;
pub mod handler;
pub mod service;
pub mod store;
