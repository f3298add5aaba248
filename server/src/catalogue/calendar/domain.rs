//! The working-day calendar. No HTTP, no SQL, no clock.

use anyhow::{bail, ensure};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use motcua_shared::catalogue::calendar::{MAX_DAY_NAME, YEARS};
use motcua_shared::catalogue::time_limit::TimeLimit;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most working days that are counted at a time: four years and more.
pub const MAX_WORKING_DAYS: u32 = 1_000;

/// A day that is not as its weekday says: a holiday, or a Saturday that is worked in exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDay {
    /// Which.
    pub day: NaiveDate,
    /// What it is called.
    pub name: String,
    /// Whether it is worked.
    pub is_worked: bool,
}

/// The days of a file, in their order, or what is wrong with it.
pub fn parse(text: &str) -> anyhow::Result<Vec<SpecialDay>> {
    let mut days: Vec<SpecialDay> = serde_json::from_str(text)?;
    let mut seen = BTreeSet::new();
    for special in &mut days {
        special.name = special.name.trim().to_owned();
        let SpecialDay { day, name, .. } = special;
        ensure!(
            YEARS.contains(&day.year()),
            "{day}: the year must be from 2000 to 2100"
        );
        ensure!(!name.is_empty(), "{day}: a name is needed");
        ensure!(
            name.chars().count() <= MAX_DAY_NAME && !name.contains(char::is_control),
            "{day}: the name is too long or holds control characters"
        );
        if !seen.insert(*day) {
            bail!("{day} stands twice");
        }
    }
    days.sort_by_key(|special| special.day);
    Ok(days)
}

/// Whether a day is off by itself.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Saturdays and Sundays are off, unless a special day says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    special: BTreeMap<NaiveDate, bool>,
}

impl Calendar {
    /// With these special days.
    pub fn new(days: impl IntoIterator<Item = (NaiveDate, bool)>) -> Self {
        Self {
            special: days.into_iter().collect(),
        }
    }

    /// Whether a day is worked.
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        self.special.get(&day).copied().unwrap_or(!is_weekend(day))
    }
}

/// The day on which the `n`th working day after `from` falls; `from` itself is not counted (Civil Code art. 147). With
/// `n` = 0 it is `from`. Nothing for more days than are counted.
pub fn add_working_days(from: NaiveDate, n: u32, calendar: &Calendar) -> Option<NaiveDate> {
    if n > MAX_WORKING_DAYS {
        return None;
    }
    let mut day = from;
    let mut left = n;
    // Ends: special days are finite, and after the last of them weeks have working days.
    while left > 0 {
        day = day.succ_opt()?;
        if calendar.is_worked(day) {
            left -= 1;
        }
    }
    Some(day)
}

/// The last day of a time limit that begins on `from`. Days of the calendar and months that end on a day off end with the
/// next working day (Civil Code art. 148.5); so do hours, which are counted in whole days. Nothing for a limit that nobody
/// can count.
pub fn last_day(from: NaiveDate, limit: TimeLimit, calendar: &Calendar) -> Option<NaiveDate> {
    let end = match limit {
        // Half a day more is a day.
        TimeLimit::Working(time) => return add_working_days(from, time.0.div_ceil(2), calendar),
        TimeLimit::Days(days) => from.checked_add_days(Days::new(u64::from(days)))?,
        TimeLimit::Hours(hours) => from.checked_add_days(Days::new(u64::from(hours / 24)))?,
        TimeLimit::Months(months) => from.checked_add_months(Months::new(months))?,
    };
    if calendar.is_worked(end) {
        Some(end)
    } else {
        add_working_days(end, 1, calendar)
    }
}

/// How many working days lie after `from` up to and with `to`; negative when `to` is before `from`.
pub fn count_working_days(from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> i32 {
    let count = |after: NaiveDate, until: NaiveDate| {
        let days = after.iter_days().skip(1).take_while(|day| *day <= until);
        let worked = days.filter(|day| calendar.is_worked(*day)).count();
        i32::try_from(worked).unwrap_or(i32::MAX)
    };
    if from <= to {
        count(from, to)
    } else {
        -count(to, from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::catalogue::dto::HalfDays;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn delivered() -> Calendar {
        let days = parse(include_str!("../../../catalogue/calendar-2026-2027.json")).unwrap();
        Calendar::new(days.into_iter().map(|special| (special.day, special.is_worked)))
    }

    #[test]
    fn weekends_are_not_counted() {
        let plain = Calendar::default();
        // Saturday 21/11/2026: the first working day is the Monday after it.
        assert_eq!(
            add_working_days(day("2026-11-21"), 1, &plain),
            Some(day("2026-11-23"))
        );
        assert_eq!(
            add_working_days(day("2026-11-20"), 5, &plain),
            Some(day("2026-11-27"))
        );
        assert_eq!(
            add_working_days(day("2026-11-21"), 0, &plain),
            Some(day("2026-11-21"))
        );
        assert_eq!(
            add_working_days(day("2026-11-21"), MAX_WORKING_DAYS + 1, &plain),
            None
        );
        assert_eq!(add_working_days(NaiveDate::MAX, 1, &plain), None);
    }

    #[test]
    fn each_kind_of_time_limit_ends_on_a_working_day() {
        let plain = Calendar::default();
        let friday: NaiveDate = "2026-11-20".parse().unwrap();
        let last = |limit| last_day(friday, limit, &plain).unwrap().to_string();
        assert_eq!(last(TimeLimit::Working(HalfDays(15))), "2026-12-02");
        assert_eq!(last(TimeLimit::Working(HalfDays(2))), "2026-11-23");
        assert_eq!(last(TimeLimit::Working(HalfDays(0))), "2026-11-20");
        assert_eq!(last(TimeLimit::Days(20)), "2026-12-10");
        // A Saturday.
        assert_eq!(last(TimeLimit::Days(8)), "2026-11-30");
        assert_eq!(last(TimeLimit::Hours(24)), "2026-11-23");
        assert_eq!(last(TimeLimit::Hours(2)), "2026-11-20");
        assert_eq!(last(TimeLimit::Months(3)), "2027-02-22");
    }

    #[test]
    fn a_time_limit_reaches_across_tet() {
        let calendar = delivered();
        // Friday 13/02/2026, the last working day of the year Ất Tỵ: the Tết week is skipped whole.
        assert_eq!(
            add_working_days(day("2026-02-13"), 1, &calendar),
            Some(day("2026-02-23"))
        );
        assert_eq!(
            add_working_days(day("2026-02-12"), 5, &calendar),
            Some(day("2026-02-26"))
        );
        // Tết 2027 begins on a Saturday: two days are made up for on the Wednesday and Thursday after it.
        assert_eq!(
            add_working_days(day("2027-02-04"), 1, &calendar),
            Some(day("2027-02-12"))
        );
        // 10/3 fell on a Sunday.
        assert!(!calendar.is_worked(day("2026-04-27")) && !calendar.is_worked(day("2027-05-03")));
        assert_eq!(
            add_working_days(day("2026-04-24"), 3, &calendar),
            Some(day("2026-05-04"))
        );
    }

    #[test]
    fn a_saturday_that_was_swapped_is_worked() {
        let calendar = Calendar::new([(day("2026-01-02"), false), (day("2026-01-10"), true)]);
        assert_eq!(
            add_working_days(day("2026-01-01"), 1, &calendar),
            Some(day("2026-01-05"))
        );
        assert_eq!(
            add_working_days(day("2026-01-09"), 1, &calendar),
            Some(day("2026-01-10"))
        );
    }

    #[test]
    fn every_statutory_day_of_a_weekend_is_made_up_for() {
        let days = parse(include_str!("../../../catalogue/calendar-2026-2027.json")).unwrap();
        for year in [2026, 2027] {
            let of_year = |special: &&SpecialDay| special.day.year() == year;
            let on_weekdays =
                |special: &SpecialDay| !matches!(special.day.weekday(), Weekday::Sat | Weekday::Sun);
            // Labour Code art. 112: 1 + 5 + 1 + 1 + 1 + 2 days; art. 111: whoever is off anyway gets another day.
            let off = days
                .iter()
                .filter(of_year)
                .filter(|special| on_weekdays(special))
                .count();
            assert_eq!(off, 11, "{year}");
        }
    }

    #[test]
    fn a_file_that_makes_no_sense_is_refused() {
        for bad in [
            "{}",
            r#"[{"day":"2026-02-30","name":"x","is_worked":false}]"#,
            r#"[{"day":"2026-02-03","name":" ","is_worked":false}]"#,
            r#"[{"day":"1926-02-03","name":"x","is_worked":false}]"#,
            r#"[{"day":"2026-02-03","name":"x"}]"#,
            r#"[{"day":"2026-02-03","name":"x","is_worked":false},{"day":"2026-02-03","name":"y","is_worked":true}]"#,
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    prop_compose! {
        fn any_calendar()(days in proptest::collection::btree_map(0_i64..200, any::<bool>(), 0..60)) -> Calendar {
            let first = day("2026-01-01");
            Calendar::new(days.into_iter().map(|(after, worked)| (first + chrono::Duration::days(after), worked)))
        }
    }

    proptest! {
        #[test]
        fn the_last_day_is_worked_and_counting_back_gives_the_same(calendar in any_calendar(), start in 0_i64..150, n in 0_u32..60) {
            let from = day("2026-01-01") + chrono::Duration::days(start);
            let due = add_working_days(from, n, &calendar).unwrap();
            prop_assert!(n == 0 || calendar.is_worked(due));
            prop_assert_eq!(count_working_days(from, due, &calendar), n as i32);
            prop_assert_eq!(count_working_days(due, from, &calendar), -(n as i32));
        }

        #[test]
        fn more_days_reach_further_and_two_steps_are_one(calendar in any_calendar(), start in 0_i64..150, a in 0_u32..40, b in 0_u32..40) {
            let from = day("2026-01-01") + chrono::Duration::days(start);
            let first = add_working_days(from, a, &calendar).unwrap();
            prop_assert_eq!(add_working_days(first, b, &calendar), add_working_days(from, a + b, &calendar));
            prop_assert!(first < add_working_days(from, a + 1, &calendar).unwrap());
        }

        #[test]
        fn a_further_day_off_never_brings_the_end_nearer(calendar in any_calendar(), start in 0_i64..150, n in 0_u32..60, off in 0_i64..200) {
            let from = day("2026-01-01") + chrono::Duration::days(start);
            let mut more = calendar.clone();
            more.special.insert(day("2026-01-01") + chrono::Duration::days(off), false);
            prop_assert!(add_working_days(from, n, &more) >= add_working_days(from, n, &calendar));
        }
    }
}
