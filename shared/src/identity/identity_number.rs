//! What an identity number says about its owner, and whether that fits what the person typed. Only ever a question back,
//! never a wall: registers hold mistakes, and a number never changes.

use crate::error::ErrorCode;
use chrono::{Datelike, NaiveDate};

/// Codes of the 63 provinces in which births were registered. Numbers keep them after provinces merged. Codes from 100 on
/// are countries, for births abroad.
const PROVINCES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40,
    42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83,
    84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// The first code of a country.
const FIRST_COUNTRY: u16 = 100;

/// What should be looked at again in a number of 12 digits (`AAABCC…`: place, century and sex, year); `None` when nothing
/// contradicts, and for numbers of 9 digits, which say nothing.
pub fn doubt(number: &str, born: NaiveDate) -> Option<ErrorCode> {
    if number.len() != 12 {
        return None;
    }
    let place: u16 = number.get(..3)?.parse().ok()?;
    let century: i32 = number.get(3..4)?.parse().ok()?;
    let year: i32 = number.get(4..6)?.parse().ok()?;
    if 1900 + century / 2 * 100 + year != born.year() {
        return Some(ErrorCode::BirthYearDoubtful);
    }
    let is_known = place >= FIRST_COUNTRY || PROVINCES.contains(&place);
    (!is_known).then_some(ErrorCode::ProvinceDoubtful)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn born(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 5, 19).unwrap()
    }

    #[test]
    fn the_year_is_held_against_the_birth_date_over_the_centuries() {
        for (number, year) in [
            ("001099000001", 1999),
            ("001199000001", 1999),
            ("079203000001", 2003),
            ("079303000001", 2003),
            ("096401000001", 2101),
        ] {
            assert_eq!(doubt(number, born(year)), None, "{number}");
            assert_eq!(
                doubt(number, born(year - 1)),
                Some(ErrorCode::BirthYearDoubtful),
                "{number}"
            );
        }
        assert_eq!(
            doubt("001099000001", born(2099)),
            Some(ErrorCode::BirthYearDoubtful)
        );
    }

    #[test]
    fn places_are_those_of_the_old_provinces_or_abroad() {
        assert_eq!(
            doubt("003099000001", born(1999)),
            Some(ErrorCode::ProvinceDoubtful)
        );
        assert_eq!(
            doubt("000099000001", born(1999)),
            Some(ErrorCode::ProvinceDoubtful)
        );
        for number in ["052099000001", "096099000001", "101099000001"] {
            assert_eq!(doubt(number, born(1999)), None, "{number}");
        }
        assert!(PROVINCES.is_sorted() && PROVINCES.len() == 63);
    }

    #[test]
    fn an_old_number_of_nine_digits_says_nothing() {
        assert_eq!(doubt("205412345", born(1999)), None);
    }
}
