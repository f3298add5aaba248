//! Where a paper comes from, and its file for officers who have a ground to read it.

pub mod service;
pub mod store;
