//! Certified electronic copies of paper originals (Decree 45/2020, article 10): asked for online or at the desk, made and
//! numbered there, signed by the person who certifies and by the agency, issued into the owner's vault.
//!
//! `office` is who certifies and when, `ask` the owner's side, `desk` the officers', `sign` the two signatures, `finish`
//! how it ends, `register` the book. States: docs/states/certified-copy.md.

pub mod ask;
pub mod desk;
pub mod document;
pub mod domain;
pub mod finish;
pub mod handler;
pub mod job;
pub mod office;
pub mod page;
pub mod register;
pub mod sign;
pub mod store;
