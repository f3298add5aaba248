//! What signing agents bring: a challenge that a token signed, and a file that was handed out to be signed. Nothing of it
//! is believed: the browser that carries it belongs to whoever sits before it.

mod challenge;
mod file;
mod holder;
mod refusal;
pub mod service;

pub use challenge::{Identified, Proof, SignedChallenge, Wanted, identify, identify_with};
pub use file::{ExpectedSigner, FileRefusal, HandedOut, SignedFile, check_returned};
pub use holder::{OrganisationIdentifier, PersonNamed, TokenHolder};
pub use refusal::TokenRefusal;
