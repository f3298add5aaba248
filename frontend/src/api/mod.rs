//! Talking to the server: one client, one way to fail, one way to load what a page shows.

pub mod client;
pub mod failure;
pub mod json;
pub mod load;
pub mod session;
pub mod upload;

pub use client::{Api, Deadline, send_off};
pub use failure::Failure;
pub use load::{Load, Loader, ask, load, search, search_at};
