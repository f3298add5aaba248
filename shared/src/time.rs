//! Moments and days. Inside everything is UTC; on screen `Asia/Ho_Chi_Minh`, which is UTC+7 without summer time.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment in UTC, cut to microseconds, because PostgreSQL keeps no more and SQLite compares text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Cuts `moment` to microseconds.
    pub fn new(moment: DateTime<Utc>) -> Self {
        let micros = moment.nanosecond() / 1_000 * 1_000;
        Self(moment.with_nanosecond(micros).unwrap_or(moment))
    }

    /// From seconds since 1970-01-01T00:00:00Z; `None` outside the calendar.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        DateTime::from_timestamp(seconds, 0).map(Self)
    }

    /// Parses RFC 3339, any offset.
    pub fn parse(text: &str) -> Option<Self> {
        read_rfc3339(text).map(Self::new)
    }

    /// The moment itself.
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix_seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// The calendar day in Viet Nam at this moment.
    pub fn vietnam_date(self) -> NaiveDate {
        self.vietnam().date_naive()
    }

    /// The moment at which a day begins in Viet Nam.
    pub fn vietnam_midnight(day: NaiveDate) -> Self {
        const SEVEN_HOURS: i64 = 7 * 3600;
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
        Self::from_unix_seconds(midnight.timestamp() - SEVEN_HOURS).unwrap_or(Self(midnight))
    }

    /// `20/11/2026` in Viet Nam's time.
    pub fn vietnam_day(self) -> String {
        format_date(self.vietnam_date())
    }

    /// `09:41, 20/11/2026` in Viet Nam's time.
    pub fn vietnam_minute(self) -> String {
        let moment = self.vietnam();
        format!(
            "{:02}:{:02}, {}",
            moment.hour(),
            moment.minute(),
            format_date(moment.date_naive())
        )
    }

    fn vietnam(self) -> DateTime<FixedOffset> {
        const SEVEN_HOURS: i32 = 7 * 3600;
        match FixedOffset::east_opt(SEVEN_HOURS) {
            Some(offset) => self.0.with_timezone(&offset),
            None => self.0.fixed_offset(),
        }
    }
}

impl std::fmt::Display for Timestamp {
    /// RFC 3339 in UTC; whole seconds are written without a fraction (`2026-07-23T01:39:45Z`).
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(
                utoipa::openapi::KnownFormat::DateTime,
            )))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Timestamp {}

/// A calendar day as a person reads it: `20/11/2026`. Written out rather than by chrono's patterns, whose machinery
/// would weigh 10 kB in the browser.
pub fn format_date(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// `2026-07-23T08:39:45.123+07:00`. Read by hand for the same reason; tested against chrono. Leap seconds are not read:
/// no clock of ours writes them.
fn read_rfc3339(text: &str) -> Option<DateTime<Utc>> {
    let bytes = text.as_bytes();
    let at = |index: usize, wanted: &[u8]| bytes.get(index).is_some_and(|byte| wanted.contains(byte));
    if !(at(10, b"Tt ") && at(13, b":") && at(16, b":")) {
        return None;
    }
    let day = read_day(text.get(..10)?)?;
    let (hour, minute, second) = (
        number(text.get(11..13)?)?,
        number(text.get(14..16)?)?,
        number(text.get(17..19)?)?,
    );
    let rest = text.get(19..)?;
    let (nanos, zone) = match rest.strip_prefix('.') {
        None => (0, rest),
        Some(rest) => {
            let end = rest.find(|c: char| !c.is_ascii_digit())?;
            let (fraction, zone) = rest.split_at(end);
            let nine: String = fraction.chars().chain("000000000".chars()).take(9).collect();
            if fraction.is_empty() {
                return None;
            }
            (number(&nine)?, zone)
        }
    };
    let local = day.and_hms_nano_opt(hour, minute, second, nanos)?;
    let offset = match zone.as_bytes() {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes) = (number(zone.get(1..3)?)?, number(zone.get(4..)?)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let minutes = i64::from(hours * 60 + minutes);
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    let moment = local.checked_sub_signed(TimeDelta::try_minutes(offset)?)?;
    Some(moment.and_utc())
}

/// `2026-11-20`, without chrono's patterns.
pub fn write_day(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// `2026-11-20`.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.strip_prefix('-')?.split_once('-')?;
    if month.len() != 2 || day.len() != 2 {
        return None;
    }
    let year = i32::try_from(number(year)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

/// A day as people type it: `5/6/2024`, `05-06-2024`, `05.06.2024`, `05062024`, `2024-06-05`.
pub fn parse_typed_day(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    let numbers: Vec<&str> = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|piece| !piece.is_empty())
        .collect();
    let (day, month, year) = match numbers.as_slice() {
        [year, month, day] if year.len() == 4 => (*day, *month, *year),
        [day, month, year] if year.len() == 4 => (*day, *month, *year),
        [all] if all.len() == 8 => (all.get(..2)?, all.get(2..4)?, all.get(4..)?),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (1900..=2100).contains(&date.year()).then_some(date)
}

/// Digits and nothing else.
fn number(digits: &str) -> Option<u32> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().ok()
    } else {
        None
    }
}

/// For `#[serde(with)]`: a day, as `2026-11-20`.
pub mod day {
    use super::read_day;
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// As chrono writes it.
    pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        day.serialize(serializer)
    }

    /// Without chrono's patterns.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        read_day(&text).ok_or_else(|| serde::de::Error::custom("not a day such as 2026-11-20"))
    }
}

/// For `#[serde(with)]`: a day that may be absent, as `2026-11-20`.
pub mod optional_day {
    use super::read_day;
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// As chrono writes it.
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        day.serialize(serializer)
    }

    /// Without chrono's patterns.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else {
            return Ok(None);
        };
        read_day(&text)
            .map(Some)
            .ok_or_else(|| serde::de::Error::custom("not a day such as 2026-11-20"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_survives_its_own_text() {
        let moment = Timestamp::parse("2026-07-23T08:39:45.123456789+07:00").unwrap();
        assert_eq!(moment.to_string(), "2026-07-23T01:39:45.123456Z");
        assert_eq!(Timestamp::parse(&moment.to_string()), Some(moment));
    }

    #[test]
    fn the_day_changes_at_seven_in_the_evening_utc() {
        let late = Timestamp::parse("2026-11-20T17:00:00Z").unwrap();
        assert_eq!(late.vietnam_day(), "21/11/2026");
        assert_eq!(late.vietnam_minute(), "00:00, 21/11/2026");
    }

    #[test]
    fn times_are_read_as_chrono_reads_them() {
        for text in [
            "2026-07-23T01:39:45Z",
            "2026-07-23t01:39:45z",
            "2026-07-23 01:39:45.5-07:30",
            "2026-02-29T00:00:00Z",
            "2024-02-29T23:59:59.999999999+07:00",
            "2026-07-23T24:00:00Z",
            "2026-07-23T01:39:45",
            "2026-07-23T01:39:45.Z",
            "2026-07-23T01:39Z",
            "2026-07-23T01:39:45+7:00",
            "2026-07-23T01:39:45+0700",
            "2026-7-23T01:39:45Z",
            "+026-07-23T01:39:45Z",
            "0000-01-01T00:00:00+01:00",
            "2026-07-23T01:39:45é",
            "",
        ] {
            let theirs = DateTime::parse_from_rfc3339(text)
                .ok()
                .map(|time| time.with_timezone(&Utc));
            assert_eq!(read_rfc3339(text), theirs, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_moment_is_read_as_chrono_reads_it(seconds in -60_000_000_000_i64..250_000_000_000, nanos in 0_u32..1_000_000_000) {
            let moment = DateTime::from_timestamp(seconds, nanos).unwrap();
            let text = moment.to_rfc3339();
            proptest::prop_assert_eq!(read_rfc3339(&text), Some(moment));
        }
    }

    #[test]
    fn days_are_read_and_written_as_chrono_does() {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct Held {
            #[serde(default, with = "optional_day")]
            day: Option<NaiveDate>,
        }
        let held = Held {
            day: NaiveDate::from_ymd_opt(2024, 2, 29),
        };
        let text = serde_json::to_string(&held).unwrap();
        assert_eq!(text, r#"{"day":"2024-02-29"}"#);
        assert_eq!(serde_json::from_str::<Held>(&text).unwrap(), held);
        assert_eq!(serde_json::from_str::<Held>("{}").unwrap().day, None);
        assert_eq!(serde_json::from_str::<Held>(r#"{"day":null}"#).unwrap().day, None);
        for bad in ["2024-02-30", "24-02-03", "2024-2-3", "2024-02-03 ", "x"] {
            assert!(
                serde_json::from_str::<Held>(&format!(r#"{{"day":"{bad}"}}"#)).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn days_are_read_in_every_common_form() {
        let day = NaiveDate::from_ymd_opt(2024, 6, 5);
        for typed in [
            "5/6/2024",
            " 05-06-2024 ",
            "05.06.2024",
            "05062024",
            "2024-06-05",
            "5 6 2024",
        ] {
            assert_eq!(parse_typed_day(typed), day, "{typed}");
        }
        for typed in ["", "5/6/24", "31/02/2024", "hôm nay", "2024", "1/1/0024"] {
            assert_eq!(parse_typed_day(typed), None, "{typed}");
        }
    }
}
