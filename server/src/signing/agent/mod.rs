//! What the agent itself asks for.

pub mod handler;
