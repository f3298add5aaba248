//! Addresses of dossiers after they were filed.

use super::DOSSIERS;
use crate::id::DossierId;

/// Dossiers of the officer's unit.
pub const DESK_DOSSIERS: &str = "/api/v1/desk/dossiers";

/// One of them.
pub fn desk_dossier(id: DossierId) -> String {
    format!("{DESK_DOSSIERS}/{id}")
}

/// What is done with it: `receipt`, `beginning`, `refusal`, `return`.
pub fn desk_dossier_part(id: DossierId, part: &str) -> String {
    format!("{DESK_DOSSIERS}/{id}/{part}")
}

/// A file that it ended with.
pub fn desk_result_file(id: DossierId, number: u32) -> String {
    format!("{DESK_DOSSIERS}/{id}/results/{number}/file")
}

/// How a dossier goes on, for its filer.
pub fn dossier_course(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/course")
}
