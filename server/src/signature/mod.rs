//! The final word over a signed paper: cryptography, trust, time and revocation, on top of `motcua_shared::signature`.
//!
//! `policy` is data; `trust` is what the operator keeps; `algorithm`, `digest`, `signer`, `timestamp`, `chain` and
//! `revocation` each check one thing; `verifier` puts them together, `verdict` weighs what they found. `agent` checks what
//! signing agents bring. No clock: the moment of verification is an argument.

mod acceptance;
pub mod agent;
mod algorithm;
mod authority;
mod chain;
pub mod cli;
mod describe;
mod digest;
mod effort;
mod evidence;
mod fallback;
mod fetch;
pub mod gate;
pub mod handler;
mod holder;
pub mod job;
mod kept;
mod known;
mod list_scope;
mod name;
mod name_constraint;
mod ocsp;
mod outcome;
mod paper;
mod path;
pub mod pause;
mod policy;
mod policy_file;
pub mod prepare;
mod print;
mod pss;
mod read_file;
mod renew;
pub mod report_pdf;
mod revocation;
pub mod service;
mod signer;
mod stamping;
pub mod store;
#[cfg(test)]
mod testing;
mod timestamp;
mod tried;
mod trust;
pub mod trust_cli;
mod verdict;
mod verifier;
pub mod visitors;
mod want;

pub use acceptance::{Acceptance, Objection};
pub use evidence::Evidence;
pub use fetch::{AllowedHosts, Cache, Fetch, HttpFetch, examine_with};
pub use kept::{Piece, PieceKind};
pub use policy::{Anchors, Decision, Policy, RevocationMode};
pub use trust::{Loaded, TrustStore};
pub use verifier::{Content, Examined, Verifier};
pub use want::Want;
