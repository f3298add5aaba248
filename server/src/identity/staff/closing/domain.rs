//! Which day holds where, and when somebody hears of it. No HTTP, no SQL, no clock.

use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UnitId;
use motcua_shared::time::read_day;
use std::collections::HashMap;

/// The days that were set, by unit.
pub type Closings = HashMap<UnitId, NaiveDate>;

/// How many days before somebody is told at the latest.
const LAST_CALL: i64 = 3;
/// How many days before somebody is told at the earliest.
const FIRST_CALL: i64 = 14;

/// A day as typed; nothing takes it away.
pub fn parse(text: &str) -> Result<Option<NaiveDate>, ErrorCode> {
    match text.trim() {
        "" => Ok(None),
        text => read_day(text).map(Some).ok_or(ErrorCode::NotADate),
    }
}

/// The earliest day of a unit and those above it.
pub fn earliest(closings: &Closings, units: &[UnitId]) -> Option<NaiveDate> {
    units.iter().filter_map(|unit| closings.get(unit).copied()).min()
}

/// Which call is due on a day; none before the first one, and none once it is closed.
pub fn call(closes_on: NaiveDate, today: NaiveDate) -> Option<i32> {
    match (closes_on - today).num_days() {
        1..=LAST_CALL => i32::try_from(LAST_CALL).ok(),
        left if left > LAST_CALL && left <= FIRST_CALL => i32::try_from(FIRST_CALL).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        read_day(text).unwrap()
    }

    fn unit(number: u8) -> UnitId {
        UnitId::parse(&format!("01890000-0000-7000-8000-0000000000{number:02}")).unwrap()
    }

    #[test]
    fn a_unit_closes_on_the_earliest_day_of_those_above() {
        let closings = Closings::from([(unit(1), day("2026-12-20")), (unit(2), day("2026-12-01"))]);
        assert_eq!(earliest(&closings, &[unit(2), unit(1)]), Some(day("2026-12-01")));
        assert_eq!(earliest(&closings, &[unit(3), unit(1)]), Some(day("2026-12-20")));
        assert_eq!(earliest(&closings, &[unit(3)]), None);
    }

    #[test]
    fn people_are_called_twice_and_not_when_it_is_over() {
        let called = |today: &str| call(day("2026-12-20"), day(today));
        assert_eq!(called("2026-12-05"), None);
        assert_eq!(called("2026-12-06"), Some(14));
        assert_eq!(called("2026-12-16"), Some(14));
        assert_eq!(called("2026-12-17"), Some(3));
        assert_eq!(called("2026-12-19"), Some(3));
        assert_eq!(called("2026-12-20"), None);
        assert_eq!(called("2027-01-01"), None);
    }

    #[test]
    fn a_day_is_read_or_taken_away() {
        assert_eq!(parse("2026-12-20"), Ok(Some(day("2026-12-20"))));
        assert_eq!(parse(" "), Ok(None));
        assert_eq!(parse("20/12"), Err(ErrorCode::NotADate));
    }
}
