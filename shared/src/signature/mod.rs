//! PDF signatures: what a signed paper is made of, readable in the browser and on the server alike.
//!
//! `report` is the vocabulary. The structure check (who signed, when, what is covered, what changed since) is here;
//! cryptography and trust are the server's, see `server/src/signature`.

pub mod report;
