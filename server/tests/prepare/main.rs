//! Papers are prepared, signed with keys made here, and judged: by our verifier, and by pyHanko, pdfsig and qpdf where
//! they are installed. The reports about them are printed as PDF and read back.
#![cfg(test)]

mod adding;
mod paper;
mod peers;
mod picture;
mod report;
mod signer;
