//! Addresses of dossiers after they were filed.

use super::DOSSIERS;
use crate::id::DossierId;

/// Dossiers of the officer's unit.
pub const DESK_DOSSIERS: &str = "/api/v1/desk/dossiers";

/// Looks for them by code or by the name of their owner: what is looked for travels in the body and stands in no address.
pub const DESK_DOSSIER_SEARCHES: &str = "/api/v1/desk/dossier-searches";

/// How many of them wait in each state.
pub const DESK_COUNTS: &str = "/api/v1/desk/dossier-counts";

/// Officers of the unit who may work on dossiers.
pub const DESK_COLLEAGUES: &str = "/api/v1/desk/colleagues";

/// What the unit is asked about dossiers of others.
pub const DESK_OPINIONS: &str = "/api/v1/desk/opinions";

/// Units that may be asked.
pub const DESK_OPINION_UNITS: &str = "/api/v1/desk/opinion-units";

/// One of these questions.
pub fn desk_opinion(id: crate::id::OpinionId) -> String {
    format!("{DESK_OPINIONS}/{id}")
}

/// A file that was filed, for who is asked.
pub fn desk_opinion_file(id: crate::id::OpinionId, component: &str) -> String {
    format!("{DESK_OPINIONS}/{id}/files/{component}")
}

/// One act on many dossiers.
pub const DESK_BATCHES: &str = "/api/v1/desk/dossier-batches";

/// How the service of the officer's unit was rated.
pub const DESK_RATINGS: &str = "/api/v1/desk/ratings";

/// What desks may refuse dossiers for.
pub const REFUSAL_RULES: &str = "/api/v1/refusal-rules";

/// One of these rules.
pub fn refusal_rule(slug: &str) -> String {
    format!("{REFUSAL_RULES}/{slug}")
}

/// How the service of a unit was rated, for everybody.
pub fn unit_ratings(id: crate::id::UnitId) -> String {
    format!("/api/v1/units/{id}/ratings")
}

/// What was recorded about a dossier, with its proof, for its filer.
pub fn dossier_audit(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/audit")
}

/// How many dossiers lie in each folder of the personal page.
pub const DOSSIER_FOLDERS: &str = "/api/v1/dossiers/folders";

/// One of them.
pub fn desk_dossier(id: DossierId) -> String {
    format!("{DESK_DOSSIERS}/{id}")
}

/// The letter about a later day, for who filed.
pub fn dossier_apology(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/apology")
}

/// What is done with it: `receipt`, `beginning`, `refusal`, `return`, `supplement`, `withdrawal`, `hold`, `work`, `extension`, `apology`,
/// `acceptance`, `control-slip`.
pub fn desk_dossier_part(id: DossierId, part: &str) -> String {
    format!("{DESK_DOSSIERS}/{id}/{part}")
}

/// A part of the result that its unit drafts: `preview`, `file`, `hand-in`, `reopening`, `orders`, `signed`, `return`.
pub fn desk_drafting_part(id: DossierId, part: &str) -> String {
    format!("{DESK_DOSSIERS}/{id}/drafting/{part}")
}

/// Drafted results that wait for the officer who asks.
pub const DESK_WAITING_RESULTS: &str = "/api/v1/desk/waiting-results";

/// The register of results of the officer's unit in a year.
pub fn desk_result_register(year: i32) -> String {
    format!("/api/v1/desk/result-register?year={year}")
}

/// A file that it ended with.
pub fn desk_result_file(id: DossierId, number: u32) -> String {
    format!("{DESK_DOSSIERS}/{id}/results/{number}/file")
}

/// How a dossier goes on, for its filer.
pub fn dossier_course(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/course")
}

/// The open round of supplement of a dossier; `POST` sends it.
pub fn dossier_supplement(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/supplement")
}

/// The file that stood for a component before a round replaced it.
pub fn dossier_struck_file(id: DossierId, round: u32, component: &str) -> String {
    format!("{DOSSIERS}/{id}/supplements/{round}/{component}/file")
}

/// Takes a dossier back.
pub fn dossier_withdrawal(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/withdrawal")
}

/// Files of it that may go into the vault.
pub fn dossier_stowable(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/stowable")
}

/// Puts one of them there.
pub fn dossier_stow(id: DossierId, component: &str) -> String {
    format!("{DOSSIERS}/{id}/components/{component}/paper")
}

/// Its receipt as a PDF.
pub fn dossier_receipt(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/receipt")
}

/// What who filed and the unit write to each other about it.
pub fn dossier_messages(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/messages")
}

/// Marks them as read.
pub fn dossier_messages_read(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/messages/read")
}

/// How its filer found the service.
pub fn dossier_rating(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/rating")
}

/// A new draft like it.
pub fn dossier_copy(id: DossierId) -> String {
    format!("{DOSSIERS}/{id}/copy")
}
