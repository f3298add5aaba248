//! The paper code of the letter, and what fits where.

use crate::catalogue::dto::Component;
use crate::error::ErrorCode;
use crate::identity::dto::AccountKind;
use crate::time::Timestamp;
use crate::unseen::is_unseen;
use crate::vault::dto::{PaperListItem, VaultKind};
use chrono::{Datelike, Months, NaiveDate};
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

/// The last day on which a paper of `day` is not older than so many months of the calendar. A month that has no such day
/// ends on its last one: a month after 31 January is 28 February.
pub fn fresh_until(day: NaiveDate, months: u16) -> NaiveDate {
    day.checked_add_months(Months::new(months.into()))
        .unwrap_or(NaiveDate::MAX)
}

/// How old a paper is, against what a component takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// The component takes papers of any age.
    Any,
    /// Nobody knows when it was issued: somebody has to look.
    Unknown,
    /// It is good until the end of this day.
    Fresh(NaiveDate),
    /// It was good until the end of this day.
    TooOld(NaiveDate),
}

/// How old a paper is `today` that was issued on a day.
pub fn age(max_months: Option<u16>, issued_on: Option<NaiveDate>, today: NaiveDate) -> Age {
    match (max_months, issued_on) {
        (None, _) => Age::Any,
        (Some(_), None) => Age::Unknown,
        (Some(months), Some(day)) => match fresh_until(day, months) {
            until if until < today => Age::TooOld(until),
            until => Age::Fresh(until),
        },
    }
}

/// The day that the age of a paper counts from. What is said of it counts, and no paper is younger than a signature whose
/// time is proven.
pub fn dated(said: Option<NaiveDate>, proven: Option<Timestamp>) -> Option<NaiveDate> {
    let proven = proven.map(Timestamp::vietnam_date);
    match (said, proven) {
        (Some(said), Some(proven)) => Some(said.min(proven)),
        (said, proven) => said.or(proven),
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
    /// It would fit, and is older than the component takes.
    TooOld,
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

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        assert_eq!(fresh_until(day(2026, 1, 31), 1), day(2026, 2, 28));
        assert_eq!(fresh_until(day(2028, 1, 31), 1), day(2028, 2, 29));
        assert_eq!(fresh_until(day(2026, 8, 31), 6), day(2027, 2, 28));
        assert_eq!(fresh_until(day(2026, 5, 22), 6), day(2026, 11, 22));
        assert_eq!(fresh_until(day(2026, 5, 22), 0), day(2026, 5, 22));
    }

    #[test]
    fn a_paper_is_good_to_the_end_of_its_last_day() {
        let issued = Some(day(2026, 5, 22));
        assert_eq!(
            age(Some(6), issued, day(2026, 11, 22)),
            Age::Fresh(day(2026, 11, 22))
        );
        assert_eq!(
            age(Some(6), issued, day(2026, 11, 23)),
            Age::TooOld(day(2026, 11, 22))
        );
        assert_eq!(age(None, issued, day(2126, 11, 22)), Age::Any);
        assert_eq!(age(Some(6), None, day(2026, 11, 22)), Age::Unknown);
    }

    #[test]
    fn what_is_said_makes_no_paper_younger_than_its_proven_signature() {
        // Half past six in the evening in UTC is the next day here.
        let proven = Timestamp::parse("2026-05-21T18:30:00Z");
        assert_eq!(dated(None, proven), Some(day(2026, 5, 22)));
        assert_eq!(dated(Some(day(2026, 11, 1)), proven), Some(day(2026, 5, 22)));
        assert_eq!(dated(Some(day(2026, 5, 20)), proven), Some(day(2026, 5, 20)));
        assert_eq!(dated(Some(day(2026, 5, 20)), None), Some(day(2026, 5, 20)));
        assert_eq!(dated(None, None), None);
    }

    proptest::proptest! {
        #[test]
        fn months_are_counted_by_the_calendar(days in 0_i32..80_000, months in 0_u16..1_200) {
            let from = NaiveDate::from_num_days_from_ce_opt(693_961 + days).unwrap();
            let until = fresh_until(from, months);
            let count = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap();
            // The month is exactly so many later, and the day the same unless that month has none such.
            proptest::prop_assert_eq!(count(until), count(from) + i32::from(months));
            let is_last = until.succ_opt().unwrap().day() == 1;
            proptest::prop_assert!(until.day() == from.day() || (is_last && until.day() < from.day()));
            // It never turns fresh again, and a longer time is never shorter.
            proptest::prop_assert_eq!(age(Some(months), Some(from), until), Age::Fresh(until));
            proptest::prop_assert_eq!(age(Some(months), Some(from), until.succ_opt().unwrap()), Age::TooOld(until));
            proptest::prop_assert!(fresh_until(from, months + 1) > until);
        }
    }

    #[test]
    fn papers_of_a_body_carry_twelve_zeros() {
        let code = propose_code(AccountKind::Agency, "1234567", "KQ.G01.000023", None);
        assert_eq!(code, "000000000000.KQ.G01.000023");
    }
}
