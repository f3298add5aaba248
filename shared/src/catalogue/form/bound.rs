//! Answers that cannot be: a day of birth that is still to come, one identity number for father and mother.

use super::field::Fields;
use super::{Answers, Asked, Property, PropertyKind};
use crate::error::ErrorCode;
use crate::time::parse_typed_day;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A day that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Day {
    /// The day in Viet Nam by the clock of the server.
    Today,
}

/// What cannot be of answers that are right by themselves, by the name of their field. A day that was filed may be over by now.
pub(super) fn faults(
    asked: &[Asked<'_>],
    (filed, clean): (&Answers, &Answers),
    today: NaiveDate,
) -> Vec<(String, ErrorCode)> {
    let fault = |one: &Asked<'_>| {
        let answer = clean.get(one.name)?;
        let property = one.property;
        let day = parse_typed_day(answer);
        let code = if property.until.is_some() && day.is_some_and(|day| day > today) {
            ErrorCode::DayAhead
        } else if property.since.is_some()
            && day.is_some_and(|day| day < today)
            && filed.get(one.name) != Some(answer)
        {
            ErrorCode::DayPast
        } else if property
            .differs
            .as_ref()
            .is_some_and(|other| clean.get(other) == Some(answer))
        {
            ErrorCode::SameAnswer
        } else {
            return None;
        };
        Some((one.name.to_owned(), code))
    };
    asked.iter().filter_map(fault).collect()
}

/// Whether a field differs from another one of the same kind.
pub(super) fn leads(fields: &Fields<'_>, name: &str, property: &Property, other: &str) -> bool {
    let is_like = |other: &Property| {
        other.kind == PropertyKind::String && other.format == property.format && other.choices.is_empty()
    };
    let other = fields.get(other).filter(|_| other != name);
    is_like(property) && other.is_some_and(|other| is_like(other))
}
