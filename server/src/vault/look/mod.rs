//! Officers who look into a vault at the desk before they scan a paper anew (seeds 001 §4, 002): for a while, with the owner's
//! consent or within what the owner has shared with the unit, every look in the log.

pub mod agreement;
pub mod handler;
mod opening;
pub mod service;
pub mod store;
