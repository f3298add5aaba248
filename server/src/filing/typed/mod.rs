//! The draft saves itself: single fields, as they were typed.

pub mod domain;
pub mod service;
