//! What lists say of the signatures of a paper: the verdict of today. That of the day it came in stays with its file.

pub mod service;
pub mod store;
