//! Writing small PDF files, revision by revision, and signing them.

pub mod countersign;
pub mod document;
pub mod font;
pub mod page;
pub mod patch;
pub mod sign;
