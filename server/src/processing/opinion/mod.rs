//! What other units think of a dossier: asked by the unit that works on it, with a last day; the asked unit reads what was filed for as
//! long as its answer is wanted, and answers once. The dossier does not wait for it: only its officers know whether they need to.

pub mod domain;
pub mod handler;
pub mod service;
pub mod store;
