//! What is wrong with the answers of a form, and what there is to say of it. The browser and the server apply the same.

use super::{Answers, Asked, FormSchema, Format, PropertyKind, after, bound, parse_person_name};
use crate::error::ErrorCode;
use crate::identity::person::parse_email;
use crate::identity::rule::{parse_identity_number, parse_phone};
use crate::time::{format_date, parse_typed_day, write_day};
use crate::vault::rule::optional_text;
use chrono::NaiveDate;

impl FormSchema {
    /// The answers to what is asked, cleaned; or what is wrong, by the name of the field. `today` is the day in Viet Nam.
    pub fn check(&self, answers: &Answers, today: NaiveDate) -> Result<Answers, Vec<(String, ErrorCode)>> {
        self.check_again(&Answers::new(), answers, today)
    }

    /// The same of answers of which some were filed before, and taken: what was a day to come when it was filed is none of
    /// today's, and stays right as long as nobody changes it.
    pub fn check_again(
        &self,
        filed: &Answers,
        answers: &Answers,
        today: NaiveDate,
    ) -> Result<Answers, Vec<(String, ErrorCode)>> {
        let (clean, wrong) = self.clean(filed, answers, today);
        if wrong.is_empty() { Ok(clean) } else { Err(wrong) }
    }

    /// The answers that are right, cleaned, and what is wrong with the others.
    pub(super) fn clean(
        &self,
        filed: &Answers,
        answers: &Answers,
        today: NaiveDate,
    ) -> (Answers, Vec<(String, ErrorCode)>) {
        let mut clean = Answers::new();
        let mut wrong = Vec::new();
        let asked = self.asked(answers);
        for one in &asked {
            match check_answer(one, answers.get(one.name).map(String::as_str)) {
                Ok(Some(answer)) => {
                    clean.insert(one.name.to_owned(), answer);
                }
                Ok(None) => {}
                Err(code) => wrong.push((one.name.to_owned(), code)),
            }
        }
        // One thing is said of a field at a time: a day that cannot be need not follow another one as well.
        for (name, code) in bound::faults(&asked, (filed, &clean), today)
            .into_iter()
            .chain(after::faults(&asked, &clean))
        {
            if !wrong.iter().any(|(known, _)| *known == name) {
                wrong.push((name, code));
            }
        }
        (clean, wrong)
    }

    /// What the sentence of a fault names: its limits, the other question, the day it was looked at.
    pub fn params(&self, name: &str, code: ErrorCode, today: NaiveDate) -> Vec<(&'static str, String)> {
        let Some(property) = self.find(name) else {
            return Vec::new();
        };
        let title = |other: Option<&str>| {
            let other = other.and_then(|other| self.find(other));
            other.map(|other| other.title.clone()).unwrap_or_default()
        };
        match code {
            ErrorCode::TooLong => vec![("max", property.longest().to_string())],
            ErrorCode::NotInRange => vec![
                ("min", property.minimum.unwrap_or_default().to_string()),
                ("max", property.maximum.unwrap_or_default().to_string()),
            ],
            ErrorCode::DayBefore | ErrorCode::SpanTooLong => {
                let after = property.after.as_ref();
                let months = after.and_then(|after| after.most_months).unwrap_or_default();
                vec![
                    ("other", title(after.map(|after| after.field.as_str()))),
                    ("months", months.to_string()),
                ]
            }
            ErrorCode::DayAhead | ErrorCode::DayPast => vec![("today", format_date(today))],
            ErrorCode::SameAnswer => vec![("other", title(property.differs.as_deref()))],
            _ => Vec::new(),
        }
    }
}

fn check_answer(one: &Asked<'_>, typed: Option<&str>) -> Result<Option<String>, ErrorCode> {
    let property = one.property;
    let max = property.longest() as usize;
    // Copied from a table, blanks are tabs: they part words here and do not vanish.
    let lined = typed
        .filter(|_| !property.is_multiline)
        .map(crate::unseen::one_line);
    let Some(typed) = optional_text(lined.as_deref().or(typed), max)? else {
        return if one.required {
            Err(ErrorCode::Required)
        } else {
            Ok(None)
        };
    };
    let answer = match (property.kind, property.format) {
        (PropertyKind::Boolean, _) => match typed.as_str() {
            "true" => typed,
            // A box that was left empty: no answer was given where a yes is needed.
            "false" if property.only == Some(true) && one.required => return Err(ErrorCode::Required),
            "false" if property.only == Some(true) => return Ok(None),
            "false" => typed,
            _ => return Err(ErrorCode::NotAChoice),
        },
        (PropertyKind::Integer, _) => {
            let number: i64 = typed.parse().map_err(|_| ErrorCode::NotInRange)?;
            let is_within = property.minimum.is_none_or(|least| number >= least)
                && property.maximum.is_none_or(|most| number <= most);
            if !is_within {
                return Err(ErrorCode::NotInRange);
            }
            number.to_string()
        }
        (PropertyKind::String, _) if !property.choices.is_empty() => {
            if !property.choices.iter().any(|choice| choice.value == typed) {
                return Err(ErrorCode::NotAChoice);
            }
            typed
        }
        (PropertyKind::String, Some(Format::Date)) => {
            write_day(parse_typed_day(&typed).ok_or(ErrorCode::NotADate)?)
        }
        (PropertyKind::String, Some(Format::Email)) => parse_email(&typed)?.ok_or(ErrorCode::Required)?,
        (PropertyKind::String, Some(Format::Phone)) => parse_phone(&typed)?,
        (PropertyKind::String, Some(Format::IdentityNumber)) => parse_identity_number(&typed)?,
        (PropertyKind::String, Some(Format::PersonName)) => parse_person_name(&typed)?,
        (PropertyKind::String, None) => typed,
    };
    Ok(Some(answer))
}
