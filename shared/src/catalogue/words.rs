//! The catalogue in words.

use crate::catalogue::dto::HalfDays;
use crate::catalogue::time_limit::TimeLimit;
use crate::text::{self, Lang};

/// "7,5 ngày làm việc".
pub fn working_time(time: TimeLimit, lang: Lang) -> String {
    match time {
        TimeLimit::Working(HalfDays(0)) => text::catalogue::same_day(lang).to_owned(),
        TimeLimit::Working(time) => {
            let days = match lang {
                Lang::Vi => time.days_vi(),
                Lang::En => time.days_en(),
            };
            text::catalogue::working_days(lang, days)
        }
        TimeLimit::Days(days) => text::catalogue::calendar_days(lang, days),
        TimeLimit::Hours(hours) => text::catalogue::hours(lang, hours),
        TimeLimit::Months(months) => text::catalogue::months(lang, months),
    }
}
