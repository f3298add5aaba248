//! Papers are prepared, signed with keys made here, and judged: by our verifier, and by pyHanko, pdfsig and qpdf where
//! they are installed.
#![cfg(test)]

mod adding;
mod paper;
mod peers;
mod picture;
mod signer;
