//! The paper code of the letter, and what fits where.

use crate::catalogue::dto::Component;
use crate::error::ErrorCode;
use crate::identity::dto::AccountKind;
use crate::unseen::is_unseen;
use crate::vault::dto::{PaperListItem, VaultKind};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Longest name of a paper, in characters.
pub const MAX_NAME: usize = 300;
/// Longest decision number, in characters.
pub const MAX_DECISION_NUMBER: usize = 60;
/// Longest abstract, in characters.
pub const MAX_SUMMARY: usize = 1000;

/// Owner part of the code of papers that belong to no single person (seed 000).
const NO_PERSON: &str = "000000000000";

/// No paper that is still shown was issued before.
const EARLIEST_YEAR: i32 = 1900;

/// Longest explanation of a replacement or removal, in characters.
pub const MAX_NOTE: usize = 500;
/// Longest name of whom a paper is about, in characters.
pub const MAX_OWNER_NAME: usize = 200;
/// Where counting of a search stops.
pub const COUNTED: u64 = 1_000;

impl VaultKind {
    /// Whether its owner may change what it says and which file it has. What an authority issued stays as issued.
    pub const fn is_owners_to_change(self) -> bool {
        matches!(self, Self::Own)
    }

    /// Whether its owner may take it out of the vault.
    pub const fn is_owners_to_remove(self) -> bool {
        !matches!(self, Self::Authority)
    }
}

/// `052090000495.KQ.G15.000021.02022024`: owner, category, day of issue. A body has no identity number, so its papers
/// carry twelve zeros; the day is left out where it is not known.
pub fn propose_code(
    kind: AccountKind,
    identifier: &str,
    category_code: &str,
    issued_on: Option<NaiveDate>,
) -> String {
    let owner = match kind {
        AccountKind::Citizen => identifier,
        _ => NO_PERSON,
    };
    match issued_on {
        Some(day) => {
            format!(
                "{owner}.{category_code}.{:02}{:02}{:04}",
                day.day(),
                day.month(),
                day.year()
            )
        }
        None => format!("{owner}.{category_code}"),
    }
}

/// The code with the name of the category behind it, as the letter's form proposes.
pub fn propose_name(code: &str, category_name: &str) -> String {
    format!("{code}.{category_name}")
}

/// A day on which a paper may have been issued: until `today`, and in the reach of what people still hold.
pub fn check_issued_on(day: Option<NaiveDate>, today: NaiveDate) -> Result<Option<NaiveDate>, ErrorCode> {
    match day {
        Some(day) if day > today || day.year() < EARLIEST_YEAR => Err(ErrorCode::NotAnIssueDate),
        day => Ok(day),
    }
}

/// A text of at most `max` characters; blank is `None`. What is not seen is dropped save line breaks: nobody types it, it
/// makes a text read as another, and PostgreSQL refuses the zero character.
pub fn optional_text(text: Option<&str>, max: usize) -> Result<Option<String>, ErrorCode> {
    let is_kept = |c: &char| *c == '\n' || !is_unseen(*c);
    let clean: String = text.unwrap_or_default().chars().filter(is_kept).collect();
    match clean.trim() {
        "" => Ok(None),
        text if text.chars().count() > max => Err(ErrorCode::TooLong),
        text => Ok(Some(text.to_owned())),
    }
}

/// A text of one line, such as a name: breaks become blanks, so that nobody writes lines of a receipt into it.
pub fn required_line(text: &str, max: usize) -> Result<String, ErrorCode> {
    let words: Vec<&str> = text.split_whitespace().collect();
    required_text(&words.join(" "), max)
}

/// A text of 1 to `max` characters.
pub fn required_text(text: &str, max: usize) -> Result<String, ErrorCode> {
    optional_text(Some(text), max)?.ok_or(ErrorCode::Required)
}

/// Why a paper is offered for a component, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// Its category is one of those asked for.
    Category,
    /// Another category, but its name says the same.
    SimilarName,
}

/// Whether and why a paper fits a component. Papers that the owner hid are never offered.
pub fn fit(component: &Component, paper: &PaperListItem) -> Option<Fit> {
    if !paper.is_visible {
        return None;
    }
    if component.accepts.contains(&paper.category_code) {
        return Some(Fit::Category);
    }
    let wanted = crate::search_key::search_key(&component.name);
    let offered = crate::search_key::search_key(&paper.category_name);
    (!offered.is_empty() && wanted.contains(&offered)).then_some(Fit::SimilarName)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_the_letter_is_proposed() {
        let day = NaiveDate::from_ymd_opt(2024, 2, 2);
        let code = propose_code(AccountKind::Citizen, "001099000001", "KQ.G15.000021", day);
        assert_eq!(code, "001099000001.KQ.G15.000021.02022024");
        assert_eq!(
            propose_name(&code, "Bản sao được chứng thực từ bản chính"),
            "001099000001.KQ.G15.000021.02022024.Bản sao được chứng thực từ bản chính"
        );
    }

    #[test]
    fn nothing_was_issued_tomorrow_or_before_anybody_lived() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let today = day(2026, 11, 22);
        let check = |day| check_issued_on(Some(day), today);
        assert_eq!(check(today), Ok(Some(today)));
        assert_eq!(check(day(1900, 1, 1)), Ok(Some(day(1900, 1, 1))));
        assert_eq!(check(day(2026, 11, 23)), Err(ErrorCode::NotAnIssueDate));
        assert_eq!(check(day(1899, 12, 31)), Err(ErrorCode::NotAnIssueDate));
        assert_eq!(check(NaiveDate::MAX), Err(ErrorCode::NotAnIssueDate));
        assert_eq!(check_issued_on(None, today), Ok(None));
    }

    #[test]
    fn papers_of_a_body_carry_twelve_zeros() {
        let code = propose_code(AccountKind::Agency, "1234567", "KQ.G01.000023", None);
        assert_eq!(code, "000000000000.KQ.G01.000023");
    }
}
