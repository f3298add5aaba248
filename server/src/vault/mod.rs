//! The vault: papers of an account, each as its agency signed it.
//!
//! `search` lists them, `edit` changes, replaces and removes, `grant` shows them to others, `log` tells the owner who did
//! what, `reading` proposes what a file says of itself, `today` keeps the verdict that lists show, `rekey` what searches look in,
//! `partner` takes papers from other systems, `filed` what the owner filed from their device. Offers to others: `service::{load_paper, list_of_categories,
//! count_of_categories, count_use, list_stale}`, and to authorities `issue::{issue, correct, list_dossiers_with}`.

mod cells;
pub mod certified;
pub mod domain;
pub mod edit;
pub mod entry;
pub mod filed;
pub mod grant;
pub mod handler;
pub mod issue;
pub mod job;
pub mod log;
pub mod look;
pub mod origin;
pub mod partner;
pub mod reading;
pub mod received;
pub mod rekey;
pub mod search;
pub mod service;
pub mod share;
pub mod store;
pub mod today;
pub mod uses;
