//! Registering and signing in with a signing SIM: what is to be signed goes to the phone through a mobile signature service,
//! with a short code that the page shows, too. Once it is signed, all goes as with a token (`super::token`).
//!
//! `signer` is what is asked of such a service, `etsi` the protocol (ETSI TS 102 204), `message` its words.

pub mod domain;
mod etsi;
pub mod handler;
mod message;
pub mod service;
mod signer;
mod store;

pub use etsi::signer;
pub use signer::{MobileSigner, Order, Refused, Status};
