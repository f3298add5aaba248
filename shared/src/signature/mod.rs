//! PDF signatures: what a signed paper is made of, readable in the browser and on the server alike.
//!
//! `parse` turns hostile bytes into borrowed views, `check` holds the rules, `budget` bounds the work, `analysis` puts
//! them together, `report`, `reason` and `refusal` are the words of the answer. `agent` is how browsers talk to signing
//! agents. No I/O, no clock, no panic. Cryptography and trust are the server's, see `server/src/signature`.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)]
#![cfg_attr(
    test,
    allow(
        clippy::indexing_slicing,
        clippy::string_slice,
        reason = "a test that slices wrongly fails, which is its use"
    )
)]

mod added;
pub mod agent;
mod analysis;
mod budget;
mod check;
mod checks;
mod digest;
pub mod dto;
pub mod outline;
pub mod parse;
pub mod reason;
mod refusal;
pub mod report;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod validation_data;
pub mod words;

pub use added::changes_since;
pub use analysis::{AnalysedSignature, Analysis, SignatureKind, SignedBytes, analyse};
pub use budget::Budget;
pub use digest::{ClaimedDigest, claimed_digest};
pub use reason::Reason;
pub use refusal::refusal;
pub use validation_data::{ValidationData, validation_data};

use report::StructureReport;

/// What can be said of a file without cryptography and without trust. Never panics, whatever the bytes.
pub fn check_structure(bytes: &[u8]) -> StructureReport {
    match analyse(bytes, &mut Budget::for_file(bytes.len())) {
        Ok(analysis) => analysis.into_report(),
        Err(reason) => StructureReport {
            structure_ok: false,
            reasons: vec![reason],
            signatures: Vec::new(),
        },
    }
}
