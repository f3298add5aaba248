//! A feedback as it is kept, and whose certificate names its unit. No HTTP, no SQL, no clock.

use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::{FeedbackItem, FeedbackReason, FeedbackState};
use motcua_shared::feedback::rule::{FeedbackAct, MAX_PAGE, MAX_WORDS, MIN_GROUND};
use motcua_shared::id::{AccountId, FeedbackId, PaperId, UnitId};
use motcua_shared::page::read_day_cursor;
use motcua_shared::signature::report::VerificationReport;
use motcua_shared::time::Timestamp;

/// What a feedback says, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is wrong.
    pub reason: FeedbackReason,
    /// In the owner's words.
    pub explanation: Option<String>,
    /// On which page.
    pub page: Option<u32>,
    /// Which file of the paper.
    pub file_version: u32,
}

/// A feedback as it is kept.
#[derive(Debug, Clone)]
pub struct Feedback {
    /// Its id.
    pub id: FeedbackId,
    /// Whose paper.
    pub owner: AccountId,
    /// Which paper.
    pub paper: PaperId,
    /// The unit that answers.
    pub unit: UnitId,
    /// What it says.
    pub said: Said,
    /// The file that took the place of the wrong one.
    pub new_file_version: Option<u32>,
    /// Where it stands.
    pub state: FeedbackState,
    /// Counts steps.
    pub version: u32,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The last day for an answer.
    pub due_on: NaiveDate,
    /// Code of the paper.
    pub paper_code: String,
    /// Name of the paper.
    pub paper_name: String,
    /// Whom the paper is about.
    pub owner_name: String,
    /// Name of the unit.
    pub unit_name: String,
}

impl Feedback {
    /// Where it stands after an act on the version that was seen. Who comes second is told so.
    pub fn after(&self, act: FeedbackAct, version: u32) -> Result<FeedbackState, ErrorCode> {
        if self.version != version {
            return Err(ErrorCode::FeedbackMovedOn);
        }
        self.state.after(act).ok_or(ErrorCode::FeedbackMovedOn)
    }

    /// As lists show it.
    pub fn item(&self, days_left: i32) -> FeedbackItem {
        FeedbackItem {
            id: self.id,
            paper_id: self.paper,
            paper_code: self.paper_code.clone(),
            paper_name: self.paper_name.clone(),
            owner_name: self.owner_name.clone(),
            unit_name: self.unit_name.clone(),
            reason: self.said.reason,
            state: self.state,
            sent_at: self.sent_at,
            due_on: self.due_on,
            days_left,
            version: self.version,
        }
    }
}

/// Organisations that the certificates of a paper name, the last signer's first: the agency signs after its officers.
pub fn organisations(report: &VerificationReport) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for signature in report.signatures.iter().rev() {
        let Some(signer) = &signature.signer else { continue };
        for name in [Some(signer.common_name.as_str()), signer.organisation.as_deref()] {
            if let Some(name) = name.filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
    }
    names
}

/// A page number that can be one.
pub const fn check_page(page: Option<u32>) -> Result<Option<u32>, ErrorCode> {
    match page {
        Some(0) => Err(ErrorCode::NotAPage),
        Some(page) if page > MAX_PAGE => Err(ErrorCode::NotAPage),
        page => Ok(page),
    }
}

/// The ground of a refusal: at least a sentence.
pub fn check_ground(text: &str) -> Result<String, ErrorCode> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(ErrorCode::Required),
        1..MIN_GROUND => Err(ErrorCode::GroundTooShort),
        count if count > MAX_WORDS => Err(ErrorCode::TooLong),
        _ => Ok(text.to_owned()),
    }
}

/// Where a page of the queue begins: after this due date and id.
pub type After = (NaiveDate, FeedbackId);

/// Reads the cursor of the queue.
pub fn parse_after(text: Option<&str>) -> Result<Option<After>, ErrorCode> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    read_day_cursor(text, FeedbackId::parse)
        .map(Some)
        .ok_or(ErrorCode::NotAChoice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_the_queue_is_read_back_and_nonsense_is_refused() {
        let id = FeedbackId::parse("01926f3e-0000-7000-8000-000000000000").unwrap();
        let day: NaiveDate = "2026-11-27".parse().unwrap();
        assert_eq!(parse_after(Some(&format!("{day}.{id}"))), Ok(Some((day, id))));
        assert_eq!(parse_after(Some("")), Ok(None));
        for bad in [
            "x",
            "2026-11-31.01926f3e-0000-7000-8000-000000000000",
            "2026-11-27.x",
        ] {
            assert_eq!(parse_after(Some(bad)), Err(ErrorCode::NotAChoice), "{bad}");
        }
    }

    #[test]
    fn a_ground_is_a_sentence() {
        assert_eq!(check_ground("  "), Err(ErrorCode::Required));
        assert_eq!(check_ground("Không đúng."), Err(ErrorCode::GroundTooShort));
        assert!(check_ground("Tệp trùng khớp với bản chính lưu tại xã.").is_ok());
        assert_eq!(check_ground(&"a".repeat(MAX_WORDS + 1)), Err(ErrorCode::TooLong));
    }

    #[test]
    fn pages_are_counted_from_one() {
        assert_eq!(check_page(Some(0)), Err(ErrorCode::NotAPage));
        assert_eq!(check_page(Some(MAX_PAGE + 1)), Err(ErrorCode::NotAPage));
        assert_eq!(check_page(Some(1)), Ok(Some(1)));
        assert_eq!(check_page(None), Ok(None));
    }
}
