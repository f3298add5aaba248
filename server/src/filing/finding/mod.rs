//! Finding dossiers by what people type: their code, however it is written, and the words of their owner's name.
//!
//! One row for each word and dossier (`dossier_words`), so that every search is a walk along an index; a code is a word that no name
//! has. `job` writes the words of dossiers that were filed before there were any.

pub mod domain;
pub mod job;
pub mod service;
pub mod store;
