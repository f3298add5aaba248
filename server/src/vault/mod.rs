//! The vault: papers of an account, each as its agency signed it.
//!
//! Offers to others: `service::{load_paper, list_of_categories, count_of_categories, count_use}`.

pub mod handler;
pub mod service;
pub mod store;
