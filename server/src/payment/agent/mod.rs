//! What a gateway itself says to the portal.

pub mod handler;
