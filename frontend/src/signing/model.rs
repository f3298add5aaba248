//! What is chosen and typed before signing.

use crate::format;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::agent::vgca::FileFunction;
use motcua_shared::signature::report::Signer;
use serde::{Deserialize, Serialize};

/// Longest number of a document that is passed on.
pub const MAX_NUMBER: usize = 100;

/// In which capacity, as chosen.
pub fn function(chosen: &str) -> FileFunction {
    match chosen {
        ISSUED => FileFunction::Issued,
        COPY => FileFunction::Copy,
        _ => FileFunction::Approved,
    }
}

/// Whoever signs for the authority.
pub const APPROVED: &str = "approved";
/// The clerk's office, with number, date and seal.
pub const ISSUED: &str = "issued";
/// "Sao y".
pub const COPY: &str = "copy";

/// What is typed for a document that is issued.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// "Số, ký hiệu".
    pub number: String,
    /// "Ngày ban hành", as typed.
    pub day: String,
}

impl Issue {
    /// What needs another look: field and code.
    pub fn wrong(&self) -> Vec<(&'static str, ErrorCode)> {
        let mut wrong = Vec::new();
        let number = self.number.trim();
        if number.is_empty() {
            wrong.push(("number", ErrorCode::Required));
        } else if number.chars().count() > MAX_NUMBER {
            wrong.push(("number", ErrorCode::TooLong));
        }
        if self.day.trim().is_empty() {
            wrong.push(("day", ErrorCode::Required));
        } else if self.date().is_none() {
            wrong.push(("day", ErrorCode::NotADate));
        }
        wrong
    }

    /// Number and day as the agent takes them; nothing before both are right.
    pub fn taken(&self) -> Option<(String, String)> {
        let day = self.date()?.format("%d/%m/%Y").to_string();
        self.wrong()
            .is_empty()
            .then(|| (self.number.trim().to_owned(), day))
    }

    fn date(&self) -> Option<NaiveDate> {
        format::parse_day(&self.day)
    }
}

/// Whether a certificate carries the name of the account, as its own or as that of the organisation.
pub fn names(signer: &Signer, account: &str) -> bool {
    let plain = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        words.join(" ").to_lowercase()
    };
    let own = plain(account);
    plain(&signer.common_name) == own || signer.organisation.as_deref().map(plain).as_deref() == Some(&own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_names_the_account_by_itself_or_by_its_organisation() {
        let signer = |name: &str, organisation: Option<&str>| Signer {
            common_name: name.to_owned(),
            organisation: organisation.map(str::to_owned),
            serial: "01".to_owned(),
            issuer: "CA".to_owned(),
        };
        let account = "Ủy ban nhân dân xã Phước Lộc";
        assert!(names(&signer("ỦY BAN NHÂN DÂN  XÃ PHƯỚC LỘC", None), account));
        assert!(names(&signer("Nguyễn Văn A", Some(account)), account));
        assert!(!names(&signer("UBND xã Phước Sơn", Some("UBND huyện")), account));
    }

    #[test]
    fn a_document_is_issued_with_number_and_day() {
        let issue = |number: &str, day: &str| Issue {
            number: number.to_owned(),
            day: day.to_owned(),
        };
        let typed = issue(" 12/QĐ-UBND ", "5/11/2026");
        assert_eq!(
            typed.taken(),
            Some(("12/QĐ-UBND".to_owned(), "05/11/2026".to_owned()))
        );
        assert_eq!(
            issue("", "31/02/2026").wrong(),
            [("number", ErrorCode::Required), ("day", ErrorCode::NotADate)]
        );
        assert_eq!(
            issue(&"1".repeat(101), "5/11/2026").wrong(),
            [("number", ErrorCode::TooLong)]
        );
        assert_eq!(issue("1", "").taken(), None);
    }
}
