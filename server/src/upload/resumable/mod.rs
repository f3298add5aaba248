//! Files that come in pieces over a line that breaks, by tus 1.0 with creation, creation-with-upload, termination and
//! expiration. Each piece that arrived lies in the store as an object of its own, also one that broke off, so that any server
//! can go on where the last one ended.

pub mod domain;
pub mod handler;
mod judging;
pub mod service;
pub mod store;
