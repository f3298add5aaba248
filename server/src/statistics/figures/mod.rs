//! Figures of every level of the tree: folded from what changed (`fold`), read as sums, listed, exported, and in part public.

mod csv;
pub mod domain;
mod export;
pub mod fold;
pub mod handler;
mod public;
pub mod service;
pub mod source;
pub mod store;
mod tally;
pub mod tree;
mod view;
mod words;
