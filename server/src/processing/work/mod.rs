//! Who works on a dossier, and at which step of its procedure it stands. Steps are data of the procedure; their time stands still
//! while something is asked for again. Whoever has the role of a step acts at it; who is named is who is asked.

pub mod domain;
pub mod handler;
pub mod service;
pub mod store;
