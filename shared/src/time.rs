//! Moments and days. Inside everything is UTC; on screen `Asia/Ho_Chi_Minh`, which is UTC+7 without summer time.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};
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
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|moment| Self::new(moment.with_timezone(&Utc)))
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
}
