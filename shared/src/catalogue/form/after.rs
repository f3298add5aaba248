//! A day of a form that follows another one: "Đến ngày" after "Tạm trú từ ngày", and no more than two years after it.

use super::field::Fields;
use super::{Answers, Asked, Format, Property};
use crate::error::ErrorCode;
use crate::time::parse_typed_day;
use crate::vault::rule::fresh_until;
use serde::{Deserialize, Serialize};

/// Which day one follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct After {
    /// The field of the day before.
    pub field: String,
    /// The most months of the calendar between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_months: Option<u16>,
}

/// What is wrong with a day beside the one that it follows, by the name of its field.
pub(super) fn faults(asked: &[Asked<'_>], clean: &Answers) -> Vec<(String, ErrorCode)> {
    let day = |name: &str| clean.get(name).and_then(|answer| parse_typed_day(answer));
    let fault = |one: &Asked<'_>| {
        let after = one.property.after.as_ref()?;
        let (first, last) = (day(&after.field)?, day(one.name)?);
        if last < first {
            return Some((one.name.to_owned(), ErrorCode::DayBefore));
        }
        let most = fresh_until(first, after.most_months?);
        (last > most).then(|| (one.name.to_owned(), ErrorCode::SpanTooLong))
    };
    asked.iter().filter_map(fault).collect()
}

/// Whether a field follows another day of the form, and is one.
pub(super) fn leads(fields: &Fields<'_>, name: &str, property: &Property, after: &After) -> bool {
    let is_day = |property: &Property| property.format == Some(Format::Date);
    let before = fields.get(after.field.as_str());
    after.field != name && is_day(property) && before.is_some_and(|before| is_day(before))
}
