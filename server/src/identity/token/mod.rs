//! Registering and signing in with a USB token: something to sign, whose certificate signed it, and the account of the
//! organisation that it names.
//!
//! `domain` says what a certificate gives and how long each step lives; `challenge` hands out and takes back; `admit` finds
//! and opens the account; `service` is the use cases.

mod admit;
mod challenge;
pub mod domain;
pub mod handler;
pub mod service;
mod store;
