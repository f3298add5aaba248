//! Officers and administrators: their accounts, what they may do, and how often they may look people up. The page of
//! administrators and the command line make the same changes by the same rules.

mod binding;
mod check;
pub mod cli;
pub mod closing;
mod domain;
pub mod handler;
mod login;
mod lookups;
mod officers;
mod password;
mod record;
mod removal;
pub mod service;
mod shared;
pub mod sheet;
mod shown;
pub mod store;
mod tree;
