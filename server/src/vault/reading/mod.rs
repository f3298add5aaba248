//! What a paper says of itself: number, day, abstract, read from its text and proposed to whoever adds it.
//!
//! The text is taken out by a child process with bounded memory and time, because the library that reads objects and fonts
//! was not made for hostile files: whatever it does there ends with the child.

pub mod child;
pub mod domain;
pub mod service;
