//! What administrators see and change of paper types and their categories.

use crate::error::ErrorCode;
use serde::{Deserialize, Serialize};

/// Longest name of a type or category, in characters.
pub const MAX_NAME: usize = 250;
/// Longest code of a category, in characters.
pub const MAX_CODE: usize = 40;
/// Most parts of a code.
const MAX_PARTS: usize = 6;

/// A type with all its categories, those that were retired as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptType {
    /// Its id.
    pub id: String,
    /// Name on screen.
    pub name: String,
    /// Whether it can be chosen for new papers.
    pub is_active: bool,
    /// Hand back with every change.
    pub version: u32,
    /// In the order of the lists.
    pub categories: Vec<KeptCategory>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptCategory {
    /// Its code, part of the codes of papers.
    pub code: String,
    /// Name on screen.
    pub name: String,
    /// Whether it can be chosen for new papers.
    pub is_active: bool,
    /// Hand back with every change.
    pub version: u32,
}

/// A new type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddType {
    /// Name on screen.
    pub name: String,
}

/// A new category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddCategory {
    /// Of which type.
    pub type_id: String,
    /// `KQ.G15.000021`; it never changes, because codes of papers hold it.
    pub code: String,
    /// Name on screen.
    pub name: String,
}

/// Another name, retired or taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeKept {
    /// Version that was seen; another one is refused.
    pub version: u32,
    /// Name on screen.
    pub name: String,
    /// Whether it can be chosen for new papers.
    pub is_active: bool,
}

/// The code of a category: two to six parts of capitals and digits, with points between.
pub fn parse_code(text: &str) -> Result<String, ErrorCode> {
    let code = text.trim().to_ascii_uppercase();
    if code.is_empty() {
        return Err(ErrorCode::Required);
    }
    let parts: Vec<&str> = code.split('.').collect();
    let is_part = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = (2..=MAX_PARTS).contains(&parts.len()) && code.len() <= MAX_CODE && parts.iter().all(is_part);
    if fits {
        Ok(code)
    } else {
        Err(ErrorCode::CategoryCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_the_form_of_the_letter() {
        assert_eq!(parse_code(" kq.g15.000021 ").as_deref(), Ok("KQ.G15.000021"));
        assert_eq!(parse_code(" "), Err(ErrorCode::Required));
        for wrong in [
            "KQ",
            "KQ..000021",
            "KQ.G15.",
            "KQ.G15/000021",
            "KQ.G15.00 021",
            "KQ.Đ15.000021",
            "KQ.G15.\u{202e}1",
            "A.1.2.3.4.5.6",
            "KQ.0000000000000000000000000000000000000000",
        ] {
            assert_eq!(parse_code(wrong), Err(ErrorCode::CategoryCode), "{wrong}");
        }
    }
}
