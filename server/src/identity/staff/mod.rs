//! Officers and administrators: their accounts, what they may do, and how often they may look people up. The page of
//! administrators and the command line make the same changes by the same rules.

mod binding;
pub mod cli;
mod domain;
pub mod handler;
mod lookups;
mod officers;
mod record;
pub mod service;
pub mod sheet;
pub mod store;
mod tree;
