//! How long an authority may take. The national catalogue counts in working days and halves of them, in calendar days, in
//! hours and in months; a count of hours is not the same rule as a day.

use super::dto::HalfDays;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;

/// A time limit. It is written as a number where it is one of working days (in half days), else as `{"days": 20}`,
/// `{"hours": 24}` or `{"months": 3}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeLimit {
    /// Working days.
    Working(HalfDays),
    /// Days of the calendar.
    Days(u32),
    /// Hours.
    Hours(u32),
    /// Months of the calendar.
    Months(u32),
}

/// The longest time limit of each kind: four years, as far as working days are counted.
const MAX_HALF_DAYS: u32 = 2_000;
const MAX_DAYS: u32 = 1_500;
const MAX_HOURS: u32 = 24 * 60;
const MAX_MONTHS: u32 = 48;

impl TimeLimit {
    /// Whether somebody can wait for it.
    pub const fn is_countable(self) -> bool {
        match self {
            Self::Working(HalfDays(amount)) => amount <= MAX_HALF_DAYS,
            Self::Days(amount) => amount <= MAX_DAYS,
            Self::Hours(amount) => amount <= MAX_HOURS,
            Self::Months(amount) => amount <= MAX_MONTHS,
        }
    }

    /// About how long it is, in hours, to say which of several is the shortest.
    pub const fn about_hours(self) -> u64 {
        // Five working days are a week.
        match self {
            Self::Working(HalfDays(amount)) => amount as u64 * 24 * 7 / 10,
            Self::Days(amount) => amount as u64 * 24,
            Self::Hours(amount) => amount as u64,
            Self::Months(amount) => amount as u64 * 24 * 30,
        }
    }
}

impl Serialize for TimeLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (unit, amount) = match self {
            Self::Working(time) => return time.serialize(serializer),
            Self::Days(amount) => ("days", amount),
            Self::Hours(amount) => ("hours", amount),
            Self::Months(amount) => ("months", amount),
        };
        serializer.collect_map([(unit, amount)])
    }
}

impl<'de> Deserialize<'de> for TimeLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either)
    }
}

struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = TimeLimit;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half days, or an object with days, hours or months")
    }

    fn visit_u64<E: Error>(self, amount: u64) -> Result<TimeLimit, E> {
        let amount =
            u32::try_from(amount).map_err(|_| E::invalid_value(Unexpected::Unsigned(amount), &self))?;
        Ok(TimeLimit::Working(HalfDays(amount)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TimeLimit, A::Error> {
        let Some((unit, amount)) = map.next_entry::<String, u32>()? else {
            return Err(A::Error::missing_field("days"));
        };
        if let Some(more) = map.next_key::<String>()? {
            return Err(A::Error::unknown_field(&more, &[]));
        }
        match unit.as_str() {
            "days" => Ok(TimeLimit::Days(amount)),
            "hours" => Ok(TimeLimit::Hours(amount)),
            "months" => Ok(TimeLimit::Months(amount)),
            _ => Err(A::Error::unknown_field(&unit, &["days", "hours", "months"])),
        }
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use super::TimeLimit;
    use utoipa::openapi::{
        ObjectBuilder, OneOfBuilder, RefOr, Schema,
        schema::{SchemaType, Type},
    };

    impl utoipa::PartialSchema for TimeLimit {
        fn schema() -> RefOr<Schema> {
            let number = || ObjectBuilder::new().schema_type(SchemaType::new(Type::Integer));
            let mut one_of = OneOfBuilder::new().item(number().description(Some("Half working days")));
            for unit in ["days", "hours", "months"] {
                let object = ObjectBuilder::new().property(unit, number()).required(unit);
                one_of = one_of.item(object);
            }
            one_of.into()
        }
    }

    impl utoipa::ToSchema for TimeLimit {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_read_back_and_old_numbers_are_half_working_days() {
        for limit in [
            TimeLimit::Working(HalfDays(15)),
            TimeLimit::Days(20),
            TimeLimit::Hours(24),
            TimeLimit::Months(3),
        ] {
            let text = serde_json::to_string(&limit).unwrap();
            assert_eq!(serde_json::from_str::<TimeLimit>(&text).unwrap(), limit, "{text}");
        }
        assert_eq!(
            serde_json::from_str::<TimeLimit>("2").unwrap(),
            TimeLimit::Working(HalfDays(2))
        );
        for wrong in [
            "-1",
            "1.5",
            "{}",
            "\"2\"",
            r#"{"weeks":1}"#,
            r#"{"days":1,"hours":1}"#,
        ] {
            assert!(serde_json::from_str::<TimeLimit>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn ten_working_days_are_two_weeks() {
        assert_eq!(
            TimeLimit::Working(HalfDays(20)).about_hours(),
            TimeLimit::Days(14).about_hours()
        );
        assert!(!TimeLimit::Days(20_000).is_countable());
    }
}
