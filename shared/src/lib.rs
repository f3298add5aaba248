//! What the browser and the server both must know. Knows nobody: no HTTP, no database, no clock, no window.
//!
//! One folder per feature, named as in the server and the frontend; each holds `dto` (what travels) and `rule`
//! (plain functions that both sides apply). `text` holds every sentence shown to a person.

pub mod audit;
pub mod catalogue;
pub mod delegation;
pub mod directory;
pub mod error;
pub mod feedback;
pub mod filing;
mod flat;
pub mod id;
pub mod identity;
pub mod news;
pub mod notification;
#[cfg(feature = "openapi")]
mod openapi;
pub mod page;
pub mod path;
pub mod payment;
pub mod petition;
pub mod processing;
pub mod reception;
pub mod search_key;
pub mod signature;
pub mod signing;
pub mod statistics;
pub mod text;
pub mod time;
pub mod unseen;
pub mod upload;
pub mod vault;
