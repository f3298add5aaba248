//! What a delegation may be.

use crate::error::ErrorCode;
use chrono::{Months, NaiveDate};

/// Longest reason, in characters.
pub const MAX_REASON: usize = 500;

/// Procedures that one delegation names at most.
pub const MAX_PROCEDURES: usize = 200;

/// For how long at most.
pub const MAX_MONTHS: u32 = 12;

/// Looks at the last day of a delegation beside its first.
pub fn check_until(from: NaiveDate, until: NaiveDate) -> Result<(), ErrorCode> {
    if until < from {
        return Err(ErrorCode::DayBefore);
    }
    match from.checked_add_months(Months::new(MAX_MONTHS)) {
        Some(end) if until < end => Ok(()),
        _ => Err(ErrorCode::SpanTooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_delegation_lasts_a_day_at_least_and_a_year_at_most() {
        let from = day(2026, 11, 23);
        assert_eq!(check_until(from, from), Ok(()));
        assert_eq!(check_until(from, day(2027, 11, 22)), Ok(()));
        assert_eq!(check_until(from, day(2027, 11, 23)), Err(ErrorCode::SpanTooLong));
        assert_eq!(check_until(from, day(2026, 11, 22)), Err(ErrorCode::DayBefore));
        // Of a leap day the year ends with February.
        let leap = day(2028, 2, 29);
        assert_eq!(check_until(leap, day(2029, 2, 27)), Ok(()));
        assert_eq!(check_until(leap, day(2029, 2, 28)), Err(ErrorCode::SpanTooLong));
    }
}
