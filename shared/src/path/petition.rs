//! Addresses of petitions.

use crate::id::PetitionId;

/// Petitions of the account (`POST` sends one).
pub const PETITIONS: &str = "/api/v1/petitions";
/// Units that a petition may be about, or be routed to.
pub const PETITION_UNITS: &str = "/api/v1/petition-units";
/// Petitions that wait for the officer's unit.
pub const DESK_PETITIONS: &str = "/api/v1/desk/petitions";
/// Answers that everybody reads.
pub const PUBLISHED_ANSWERS: &str = "/api/v1/published-answers";

/// One petition, for its writer.
pub fn petition(id: PetitionId) -> String {
    format!("{PETITIONS}/{id}")
}

/// Takes it back, or replies to the question: `withdrawal`, `reply`.
pub fn petition_part(id: PetitionId, part: &str) -> String {
    format!("{PETITIONS}/{id}/{part}")
}

/// One petition, for officers.
pub fn desk_petition(id: PetitionId) -> String {
    format!("{DESK_PETITIONS}/{id}")
}

/// What officers do with it.
pub fn desk_petition_part(id: PetitionId, part: &str) -> String {
    format!("{DESK_PETITIONS}/{id}/{part}")
}

/// An answer that everybody reads.
pub fn published_answer(code: &str) -> String {
    format!("{PUBLISHED_ANSWERS}/{code}")
}
