//! What the pages of the vault work out, without a browser.

use crate::format;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UploadId;
use motcua_shared::vault::dto::{AddPaper, ChangePaper};
use motcua_shared::vault::rule::{
    MAX_DECISION_NUMBER, MAX_NAME, MAX_OWNER_NAME, MAX_SUMMARY, optional_text, required_text,
};

/// What was typed to add a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// "Loại giấy tờ".
    pub type_id: String,
    /// "Danh mục giấy tờ".
    pub category_code: String,
    /// "Tên giấy tờ".
    pub name: String,
    /// "Hiển thị".
    pub is_visible: bool,
    /// "Chia sẻ".
    pub is_shared: bool,
    /// "Số quyết định".
    pub decision_number: String,
    /// "Trích yếu".
    pub summary: String,
    /// "Ngày ban hành".
    pub issued_on: String,
    /// "Tên chủ hồ sơ".
    pub owner_name: String,
}

/// One field that needs another look: its id, the code, and the longest text it takes.
pub type Wrong = (&'static str, ErrorCode, usize);

impl Typed {
    /// What needs another look, in the order of the page.
    pub fn wrong(&self) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        for (field, value) in [
            ("paper_type", &self.type_id),
            ("category_code", &self.category_code),
        ] {
            if value.is_empty() {
                wrong.push((field, ErrorCode::NotAChoice, 0));
            }
        }
        if let Err(code) = required_text(&self.name, MAX_NAME) {
            wrong.push(("name", code, MAX_NAME));
        }
        if !self.issued_on.trim().is_empty() && format::parse_day(&self.issued_on).is_none() {
            wrong.push(("issued_on", ErrorCode::NotADate, 0));
        }
        for (field, value, max) in [
            ("decision_number", &self.decision_number, MAX_DECISION_NUMBER),
            ("summary", &self.summary, MAX_SUMMARY),
            ("owner_name", &self.owner_name, MAX_OWNER_NAME),
        ] {
            if let Err(code) = optional_text(Some(value), max) {
                wrong.push((field, code, max));
            }
        }
        wrong
    }

    /// The request, once nothing is wrong.
    pub fn request(&self, upload_id: UploadId) -> AddPaper {
        let text = |value: &str, max| optional_text(Some(value), max).ok().flatten();
        AddPaper {
            upload_id,
            category_code: self.category_code.clone(),
            name: self.name.trim().to_owned(),
            is_visible: self.is_visible,
            is_shared: self.is_shared,
            decision_number: text(&self.decision_number, MAX_DECISION_NUMBER),
            summary: text(&self.summary, MAX_SUMMARY),
            issued_on: format::parse_day(&self.issued_on),
            owner_name: text(&self.owner_name, MAX_OWNER_NAME),
        }
    }

    /// The change of a paper that was seen in this version.
    pub fn change(&self, version: u32) -> ChangePaper {
        let text = |value: &str, max| optional_text(Some(value), max).ok().flatten();
        ChangePaper {
            version,
            category_code: self.category_code.clone(),
            name: self.name.trim().to_owned(),
            is_visible: self.is_visible,
            is_shared: self.is_shared,
            decision_number: text(&self.decision_number, MAX_DECISION_NUMBER),
            summary: text(&self.summary, MAX_SUMMARY),
            issued_on: format::parse_day(&self.issued_on),
            owner_name: text(&self.owner_name, MAX_OWNER_NAME),
        }
    }
}

/// The field of the page that a path of the request belongs to.
pub fn field_of(path: &str) -> String {
    match path {
        "upload_id" | "file_name" | "purpose" => "file".to_owned(),
        other => other.to_owned(),
    }
}

/// Whether a refusal without fields is about the file.
pub fn concerns_the_file(code: ErrorCode) -> bool {
    let code = code.as_str();
    code.starts_with("file-") || code.starts_with("paper-") || code == ErrorCode::UploadGone.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_in_the_order_of_the_page() {
        let typed = Typed {
            issued_on: "31/02/2024".to_owned(),
            decision_number: "1".repeat(MAX_DECISION_NUMBER + 1),
            ..Typed::default()
        };
        let fields: Vec<&str> = typed.wrong().iter().map(|(field, ..)| *field).collect();
        assert_eq!(
            fields,
            [
                "paper_type",
                "category_code",
                "name",
                "issued_on",
                "decision_number"
            ]
        );
    }

    #[test]
    fn blanks_are_not_sent() {
        let typed = Typed {
            name: " Giấy khai sinh ".to_owned(),
            summary: "  ".to_owned(),
            issued_on: "2/2/2024".to_owned(),
            ..Typed::default()
        };
        let id = UploadId::parse("01926f3e-0000-7000-8000-000000000000").unwrap();
        let request = typed.request(id);
        assert_eq!(request.name, "Giấy khai sinh");
        assert_eq!(request.summary, None);
        assert_eq!(request.issued_on.map(format::day).as_deref(), Some("02/02/2024"));
    }

    #[test]
    fn refusals_of_the_upload_stand_beside_the_file() {
        assert_eq!(field_of("upload_id"), "file");
        assert!(concerns_the_file(ErrorCode::PaperUntrustedSigner));
        assert!(!concerns_the_file(ErrorCode::NoConnection));
    }
}
