//! The final word over a signed paper: cryptography, trust, time and revocation, on top of `motcua_shared::signature`.
//!
//! `policy` is data; `trust` is what the operator keeps; `algorithm`, `digest`, `signer`, `timestamp`, `chain` and
//! `revocation` each check one thing; `verifier` puts them together, `verdict` weighs what they found. No clock: the
//! moment of verification is an argument.

mod algorithm;
mod authority;
mod chain;
pub mod cli;
mod digest;
mod fallback;
pub mod gate;
pub mod handler;
mod holder;
pub mod job;
mod outcome;
mod policy;
pub mod prepare;
mod print;
pub mod report_pdf;
mod revocation;
pub mod service;
mod signer;
pub mod store;
mod timestamp;
mod trust;
pub mod typeface;
mod verdict;
mod verifier;
pub mod visitors;

pub use policy::{Policy, RevocationMode};
pub use trust::{Loaded, TrustStore};
pub use verifier::Verifier;
