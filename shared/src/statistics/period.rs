//! Months, quarters and years that figures are of.

use crate::text::{Lang, figures};
use chrono::{Datelike, NaiveDate};

/// A stretch of time with figures of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// `2026-11`
    Month(i32, u32),
    /// `2026-q4`
    Quarter(i32, u32),
    /// `2026`
    Year(i32),
}

/// Years that are asked for: what lies outside is a slip.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

impl Period {
    /// Reads what stands in an address.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, part) = match text.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text, None),
        };
        let digits = |text: &str| text.chars().all(|sign| sign.is_ascii_digit());
        let year: i32 = Some(year)
            .filter(|year| year.len() == 4 && digits(year))?
            .parse()
            .ok()?;
        if !YEARS.contains(&year) {
            return None;
        }
        let Some(part) = part else {
            return Some(Self::Year(year));
        };
        if let Some(quarter) = part.strip_prefix('q') {
            let quarter = quarter
                .parse()
                .ok()
                .filter(|quarter| (1..=4).contains(quarter) && part.len() == 2);
            return quarter.map(|quarter| Self::Quarter(year, quarter));
        }
        let month: u32 = Some(part)
            .filter(|part| part.len() == 2 && digits(part))?
            .parse()
            .ok()?;
        (1..=12).contains(&month).then_some(Self::Month(year, month))
    }

    /// As it stands in an address.
    pub fn text(self) -> String {
        match self {
            Self::Month(year, month) => format!("{year}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year}-q{quarter}"),
            Self::Year(year) => year.to_string(),
        }
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> String {
        match self {
            Self::Month(year, month) => figures::month(lang, month, year),
            Self::Quarter(year, quarter) => figures::quarter(lang, quarter, year),
            Self::Year(year) => figures::year(lang, year),
        }
    }

    /// The month of a day.
    pub fn month_of(day: NaiveDate) -> Self {
        Self::Month(day.year(), day.month())
    }

    /// The one of the same length right before it.
    pub const fn before(self) -> Self {
        match self {
            Self::Month(year, 1) => Self::Month(year.saturating_sub(1), 12),
            Self::Month(year, month) => Self::Month(year, month.saturating_sub(1)),
            Self::Quarter(year, 1) => Self::Quarter(year.saturating_sub(1), 4),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter.saturating_sub(1)),
            Self::Year(year) => Self::Year(year.saturating_sub(1)),
        }
    }

    /// Year and numbers of its first and last month.
    pub const fn months(self) -> (i32, u32, u32) {
        match self {
            Self::Month(year, month) => (year, month, month),
            Self::Quarter(year, quarter) => {
                let last = quarter.saturating_mul(3);
                (year, last.saturating_sub(2), last)
            }
            Self::Year(year) => (year, 1, 12),
        }
    }

    /// Its last month.
    pub const fn last_month(self) -> Self {
        let (year, _, last) = self.months();
        Self::Month(year, last)
    }

    /// Its first day, and the first day after it.
    pub fn days(self) -> Option<(NaiveDate, NaiveDate)> {
        let (year, first, last) = self.months();
        let from = NaiveDate::from_ymd_opt(year, first, 1)?;
        let until = match last {
            12 => NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?,
            last => NaiveDate::from_ymd_opt(year, last.checked_add(1)?, 1)?,
        };
        Some((from, until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_written_and_nonsense_is_not() {
        for text in ["2026", "2026-q1", "2026-q4", "2026-01", "2026-12"] {
            assert_eq!(Period::parse(text).map(Period::text).as_deref(), Some(text));
        }
        for text in [
            "", "26", "+026", "1999", "2101", "2026-", "2026-0", "2026-13", "2026-1", "2026-q5", "2026-q0",
            "2026-q+1", "2026-q", "2026-+1",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_one_before_is_as_long_and_ends_where_it_begins() {
        for text in ["2026", "2026-q1", "2026-q3", "2026-01", "2026-07"] {
            let period = Period::parse(text).unwrap();
            let (from, _) = period.days().unwrap();
            let (_, until) = period.before().days().unwrap();
            assert_eq!(from, until, "{text}");
        }
        let quarter = Period::Quarter(2026, 4);
        assert_eq!(quarter.months(), (2026, 10, 12));
        assert_eq!(quarter.last_month(), Period::Month(2026, 12));
    }
}
