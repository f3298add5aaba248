//! Hostile bytes in, borrowed views out. Nothing here judges; what cannot be read is an error, never a guess.

pub(crate) mod appended;
mod appended_value;
pub mod asn1;
pub mod ber;
pub mod certificate;
pub mod cms;
mod container;
pub(crate) mod date;
pub(crate) mod document;
mod exact;
pub(crate) mod field_tree;
mod filter;
pub(crate) mod form;
pub(crate) mod index;
pub(crate) mod lexer;
pub(crate) mod object;
mod repair;
pub(crate) mod revision;
pub(crate) mod section;
mod section_form;
pub(crate) mod stream;
pub(crate) mod text;
pub mod timestamp;
pub(crate) mod value;
