//! When somebody comes with an original, in words: one way to say it for owners, officers and messages.

use crate::text::{Lang, certified, common};
use crate::time::format_date;
use crate::vault::certified::{Appointment, HalfOfDay};
use chrono::{Datelike, Weekday};

/// "Thứ Hai, 23/11/2026, sáng 7:30–11:30". Offices receive by half days, in the hours that stand at the foot of every page.
pub fn words(at: Appointment, lang: Lang) -> String {
    let weekday = match at.day.weekday() {
        Weekday::Mon => certified::monday(lang),
        Weekday::Tue => certified::tuesday(lang),
        Weekday::Wed => certified::wednesday(lang),
        Weekday::Thu => certified::thursday(lang),
        Weekday::Fri => certified::friday(lang),
        Weekday::Sat => certified::saturday(lang),
        Weekday::Sun => certified::sunday(lang),
    };
    certified::when(lang, format_date(at.day), half(at.half, lang), weekday)
}

/// "sáng 7:30–11:30".
pub fn half(half: HalfOfDay, lang: Lang) -> String {
    match half {
        HalfOfDay::Morning => certified::in_the_morning(lang, common::morning_hours(lang)),
        HalfOfDay::Afternoon => certified::in_the_afternoon(lang, common::afternoon_hours(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn an_appointment_says_its_weekday_and_its_hours() {
        let at = |day, half| Appointment {
            day: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            half,
        };
        for (at, lang, said) in [
            (
                at(23, HalfOfDay::Morning),
                Lang::Vi,
                "Thứ Hai, 23/11/2026, sáng 7:30–11:30",
            ),
            (
                at(29, HalfOfDay::Afternoon),
                Lang::Vi,
                "Chủ nhật, 29/11/2026, chiều 13:30–17:00",
            ),
            (
                at(24, HalfOfDay::Afternoon),
                Lang::En,
                "Tuesday, 24/11/2026, afternoon 13:30–17:00",
            ),
        ] {
            assert_eq!(words(at, lang), said);
        }
    }
}
