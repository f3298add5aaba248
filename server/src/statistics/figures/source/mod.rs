//! What is counted, as dossiers and feedback say it.

pub mod store;
