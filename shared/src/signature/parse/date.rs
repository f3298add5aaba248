//! Dates of PDF, ISO 32000-2 §7.9.4: `D:YYYYMMDDHHmmSSOHH'mm'`.

use crate::time::Timestamp;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// A date string without its delimiters; `None` when it is not one. What is left out is its lowest value, the zone UTC.
pub(crate) fn parse_date(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?;
    let mut rest = text.strip_prefix("D:").unwrap_or(text);
    let year = digits(&mut rest, 4)?;
    let mut part = |default: u32| digits(&mut rest, 2).unwrap_or(default);
    let (month, day, hour, minute, second) = (part(1), part(1), part(0), part(0), part(0));
    let local =
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_hms_opt(hour, minute, second)?;
    let zone = zone(rest)?;
    let moment: DateTime<FixedOffset> = local.and_local_timezone(zone).single()?;
    Some(Timestamp::new(moment.with_timezone(&Utc)))
}

fn zone(mut rest: &str) -> Option<FixedOffset> {
    let sign = match rest.split_at_checked(1) {
        Some(("+", tail)) => {
            rest = tail;
            1
        }
        Some(("-", tail)) => {
            rest = tail;
            -1
        }
        _ => return FixedOffset::east_opt(0),
    };
    let hours = i32::try_from(digits(&mut rest, 2)?).ok()?;
    rest = rest.strip_prefix('\'').unwrap_or(rest);
    let minutes = i32::try_from(digits(&mut rest, 2).unwrap_or(0)).ok()?;
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

fn digits(rest: &mut &str, count: usize) -> Option<u32> {
    let (number, tail) = rest.split_at_checked(count)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    *rest = tail;
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_their_zone() {
        for (text, expected) in [
            ("D:20260723083549+07'00'", Some("2026-07-23T01:35:49Z")),
            ("D:20260723083549+07'00", Some("2026-07-23T01:35:49Z")),
            ("D:20260723083549Z", Some("2026-07-23T08:35:49Z")),
            ("D:2026", Some("2026-01-01T00:00:00Z")),
            ("D:20261323", None),
            ("ngày", None),
            ("", None),
        ] {
            assert_eq!(
                parse_date(text.as_bytes())
                    .map(|moment| moment.to_string())
                    .as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
