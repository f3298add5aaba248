//! Before something that matters, a person who signed in a while ago shows again who they are.

pub mod handler;
pub mod service;
