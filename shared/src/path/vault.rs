//! Addresses of the vault and of what concerns its papers.

use super::{GRANTS, PAPER_EVENTS, PAPERS, SHARED_PAPERS, UPLOADS, VAULT_LOOKS};
use crate::id::{FeedbackId, GrantId, LookId, PaperEventId, PaperId, UploadId};
use crate::text::Lang;

/// What a sent file says of itself.
pub fn upload_reading(id: UploadId) -> String {
    format!("{UPLOADS}/{id}/reading")
}

/// One paper.
pub fn paper(id: PaperId) -> String {
    format!("{PAPERS}/{id}")
}

/// The file of a paper.
pub fn paper_file(id: PaperId) -> String {
    format!("{PAPERS}/{id}/file")
}

/// Puts another file in the place of a paper's file.
pub fn paper_replacement(id: PaperId) -> String {
    format!("{PAPERS}/{id}/replacement")
}

/// Takes a paper out of the vault.
pub fn paper_removal(id: PaperId) -> String {
    format!("{PAPERS}/{id}/removal")
}

/// A file that stands or stood under a paper, by its number.
pub fn paper_version_file(id: PaperId, number: u32) -> String {
    format!("{PAPERS}/{id}/versions/{number}/file")
}

/// Other systems' vaults.
pub const PARTNER_VAULTS: &str = "/api/v1/partner-vaults";

/// Looks for papers of the account in another system's vault.
pub fn partner_papers(id: &str) -> String {
    format!("{PARTNER_VAULTS}/{id}/papers")
}

/// Takes a paper from there.
pub fn partner_taking(id: &str) -> String {
    format!("{PARTNER_VAULTS}/{id}/taking")
}

/// Feedback on the results of the own vault.
pub const FEEDBACK: &str = "/api/v1/feedback";
/// Units that a feedback can be sent to.
pub const FEEDBACK_UNITS: &str = "/api/v1/feedback-units";
/// Feedback that the officer's unit answers.
pub const DESK_FEEDBACK: &str = "/api/v1/desk/feedback";
/// A right file on its way in.
pub const DESK_FEEDBACK_FILES: &str = "/api/v1/desk/feedback-files";

/// What was said of a paper.
pub fn paper_feedback(id: PaperId) -> String {
    format!("{PAPERS}/{id}/feedback")
}

/// One feedback.
pub fn feedback(id: FeedbackId) -> String {
    format!("{FEEDBACK}/{id}")
}

/// Takes it back.
pub fn feedback_withdrawal(id: FeedbackId) -> String {
    format!("{FEEDBACK}/{id}/withdrawal")
}

/// One feedback, at the desk.
pub fn desk_feedback(id: FeedbackId) -> String {
    format!("{DESK_FEEDBACK}/{id}")
}

/// What is done with it there: `comparison`, `replacement`, `refusal`, `file`.
pub fn desk_feedback_part(id: FeedbackId, part: &str) -> String {
    format!("{DESK_FEEDBACK}/{id}/{part}")
}

/// To whom a paper is shown (`GET`), and showing it (`POST`).
pub fn paper_grants(id: PaperId) -> String {
    format!("{PAPERS}/{id}/grants")
}

/// Takes a grant back.
pub fn grant_withdrawal(id: GrantId) -> String {
    format!("{GRANTS}/{id}/withdrawal")
}

/// A paper that somebody shares.
pub fn shared_paper(id: GrantId) -> String {
    format!("{SHARED_PAPERS}/{id}")
}

/// What is opened of it: `file`, `report`.
pub fn shared_paper_part(id: GrantId, part: &str) -> String {
    format!("{SHARED_PAPERS}/{id}/{part}")
}

/// Objects to a line of the log.
pub fn paper_event_objection(id: PaperEventId) -> String {
    format!("{PAPER_EVENTS}/{id}/objection")
}

/// One look.
pub fn vault_look(id: LookId) -> String {
    format!("{VAULT_LOOKS}/{id}")
}

/// What is done with it: `code`, `code/resend`, `closing`, `papers`.
pub fn vault_look_part(id: LookId, part: &str) -> String {
    format!("{VAULT_LOOKS}/{id}/{part}")
}

/// What is opened of a paper that a look shows: `file`, `report`.
pub fn looked_paper_part(id: LookId, paper: PaperId, part: &str) -> String {
    format!("{VAULT_LOOKS}/{id}/papers/{paper}/{part}")
}

/// A paper as it was when its signature of this number, counted from 1, was made.
pub fn paper_as_signed(id: PaperId, number: usize) -> String {
    format!("{PAPERS}/{id}/signatures/{number}/file")
}

/// The report about a paper, to keep.
pub fn paper_report(id: PaperId, lang: Lang) -> String {
    format!("{PAPERS}/{id}/report?lang={}", lang.tag())
}
