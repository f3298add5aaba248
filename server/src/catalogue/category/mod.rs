//! Paper types and their categories as administrators keep them: added, named otherwise, retired, taken up again. Nothing
//! is deleted: papers have them.

pub mod domain;
pub mod handler;
mod service;
mod store;
