//! The electronic form of a procedure ("tờ khai điện tử tương tác"): a JSON Schema (draft 2020-12) of a closed subset, typed, so
//! that what the portal cannot show is refused when a procedure is taken in. What a condition adds stands in its `then`.

use crate::error::ErrorCode;
use crate::identity::person::parse_email;
use crate::identity::rule::{parse_identity_number, parse_phone};
use crate::text::{self, Lang};
use crate::time::{format_date, parse_typed_day, write_day};
use crate::vault::rule::optional_text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The only dialect.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// The longest answer where the form names none, in characters.
const MAX_ANSWER: u32 = 300;
/// The longest that a form may name, in characters.
const MOST_ANSWER: u32 = 10_000;

/// Answers by the name of their field, as typed or cleaned.
pub type Answers = BTreeMap<String, String>;

/// The schema of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FormSchema {
    /// [`DIALECT`].
    #[serde(rename = "$schema")]
    pub dialect: String,
    /// Always an object.
    #[serde(rename = "type")]
    pub kind: ObjectKind,
    /// Its title, e.g. "Tờ khai đăng ký khai sinh".
    pub title: String,
    /// Fields that are always asked.
    pub properties: BTreeMap<String, Property>,
    /// Those of them that must be answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    /// Fields that are asked after a certain answer.
    #[serde(rename = "allOf", default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// `false`: nothing else is taken.
    #[serde(rename = "unevaluatedProperties")]
    pub is_open: bool,
}

/// The type of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// The only one.
    Object,
}

/// The type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum PropertyKind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A day, `2026-11-22`.
    Date,
    /// An e-mail address.
    Email,
    /// A Vietnamese phone number.
    Phone,
    /// An identity number.
    IdentityNumber,
}

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// As it is kept.
    #[serde(rename = "const")]
    pub value: String,
    /// On screen.
    pub title: String,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// Its question on screen.
    pub title: String,
    /// How to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Type of the answer.
    #[serde(rename = "type")]
    pub kind: PropertyKind,
    /// What a text is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// The answers to choose from.
    #[serde(rename = "oneOf", default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The longest text, in characters.
    #[serde(rename = "maxLength", default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// The smallest number; a number has both limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// A yes that is needed: `true`.
    #[serde(rename = "const", default, skip_serializing_if = "Option::is_none")]
    pub only: Option<bool>,
    /// Its place among the fields.
    #[serde(rename = "x-order", default)]
    pub order: u16,
    /// Heading above it.
    #[serde(rename = "x-section", default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Several lines.
    #[serde(rename = "x-multiline", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_multiline: bool,
    /// What is known and stands there at first.
    #[serde(rename = "x-from", default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
}

/// What the portal knows and need not ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// Name of whoever files.
    FilerName,
    /// Their number.
    FilerIdentifier,
    /// Their phone.
    FilerPhone,
    /// Their address.
    FilerAddress,
    /// Name of whose matter it is.
    OwnerName,
    /// Their number.
    OwnerIdentifier,
    /// Their address.
    OwnerAddress,
}

/// Fields that are asked when another has a certain answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The answer.
    #[serde(rename = "if")]
    pub when: When,
    /// What it adds.
    #[serde(rename = "then")]
    pub then: Then,
}

/// One field has one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The field with its value.
    pub properties: BTreeMap<String, Value>,
    /// The same field: without it, no answer would fit as well.
    pub required: Vec<String>,
}

/// A certain answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// It.
    #[serde(rename = "const")]
    pub value: String,
}

/// Added fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Then {
    /// The fields.
    pub properties: BTreeMap<String, Property>,
    /// Those of them that must be answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
}

/// A field that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub property: &'a Property,
    /// Whether it must be answered.
    pub required: bool,
}

impl FormSchema {
    /// The fields that are asked after these answers, in their order.
    pub fn asked<'a>(&'a self, answers: &'a Answers) -> Vec<Asked<'a>> {
        let mut asked: Vec<Asked<'a>> = list(&self.properties, &self.required).collect();
        let mut at = 0;
        // A condition may hang on a field that another condition adds; each is looked at once.
        let mut waiting: Vec<&Condition> = self.conditions.iter().collect();
        while at < asked.len() {
            let name = asked[at].name;
            // Cleaned as it will be kept: what is not seen must not decide what is asked.
            let answer = optional_text(answers.get(name).map(String::as_str), usize::MAX);
            let answer = answer.unwrap_or_default();
            let holds = |condition: &Condition| {
                let wanted = condition.when.properties.get(name);
                wanted.is_some_and(|wanted| answer.as_ref() == Some(&wanted.value))
            };
            waiting.retain(|condition| {
                if holds(condition) {
                    let is_new = |one: &Asked<'_>| !asked.iter().any(|known| known.name == one.name);
                    let added: Vec<Asked<'a>> = list(&condition.then.properties, &condition.then.required)
                        .filter(is_new)
                        .collect();
                    asked.extend(added);
                    false
                } else {
                    true
                }
            });
            at += 1;
        }
        // A sort weighs more in the wizard's program than all of this.
        let place = |one: &Asked<'_>| (one.property.order, one.name.to_owned());
        let mut ordered: Vec<Asked<'a>> = Vec::with_capacity(asked.len());
        for one in asked {
            let at = ordered.partition_point(|other| place(other) <= place(&one));
            ordered.insert(at, one);
        }
        ordered
    }

    /// One of them.
    pub fn find(&self, name: &str) -> Option<&Property> {
        self.all()
            .find(|(known, _)| *known == name)
            .map(|(_, property)| property)
    }

    /// Every field there can be.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Property)> {
        let added = self
            .conditions
            .iter()
            .flat_map(|condition| &condition.then.properties);
        self.properties
            .iter()
            .chain(added)
            .map(|(name, property)| (name.as_str(), property))
    }

    /// The answers to what is asked, cleaned; or what is wrong, by the name of the field.
    pub fn check(&self, answers: &Answers) -> Result<Answers, Vec<(String, ErrorCode)>> {
        let mut clean = Answers::new();
        let mut wrong = Vec::new();
        for one in self.asked(answers) {
            match check_answer(&one, answers.get(one.name).map(String::as_str)) {
                Ok(Some(answer)) => {
                    clean.insert(one.name.to_owned(), answer);
                }
                Ok(None) => {}
                Err(code) => wrong.push((one.name.to_owned(), code)),
            }
        }
        if wrong.is_empty() { Ok(clean) } else { Err(wrong) }
    }

    /// What is wrong with the schema itself, as paths within it.
    pub fn faults(&self) -> Vec<(String, ErrorCode)> {
        let mut wrong = Vec::new();
        let mut add = |path: String, code| wrong.push((path, code));
        if self.dialect != DIALECT {
            add("$schema".to_owned(), ErrorCode::NotAChoice);
        }
        if self.is_open {
            add("unevaluatedProperties".to_owned(), ErrorCode::NotAChoice);
        }
        if self.title.trim().is_empty() {
            add("title".to_owned(), ErrorCode::Required);
        }
        if self.properties.is_empty() {
            add("properties".to_owned(), ErrorCode::Required);
        }
        let mut seen: Vec<&str> = Vec::new();
        for (name, property) in self.all() {
            if seen.contains(&name) {
                add(format!("properties.{name}"), ErrorCode::NotAChoice);
            }
            seen.push(name);
            if let Some(code) = property_fault(name, property) {
                add(format!("properties.{name}"), code);
            }
        }
        if self
            .required
            .iter()
            .any(|name| !self.properties.contains_key(name))
        {
            add("required".to_owned(), ErrorCode::NotAChoice);
        }
        for (at, condition) in self.conditions.iter().enumerate() {
            if !self.is_sound(condition) {
                add(format!("allOf.{at}"), ErrorCode::NotAChoice);
            }
        }
        wrong
    }

    /// Whether a condition asks for one answer of a choice, and adds fields that it names.
    fn is_sound(&self, condition: &Condition) -> bool {
        let mut wanted = condition.when.properties.iter();
        let (Some((name, wanted)), None) = (wanted.next(), wanted.next()) else {
            return false;
        };
        let then = &condition.then;
        let has_answer =
            |property: &Property| property.choices.iter().any(|choice| choice.value == wanted.value);
        condition.when.required.as_slice() == [name.as_str()]
            && self
                .all()
                .any(|(known, property)| known == name && has_answer(property))
            && !then.properties.contains_key(name)
            && then
                .required
                .iter()
                .all(|name| then.properties.contains_key(name))
    }
}

impl Property {
    /// The longest answer, in characters.
    pub fn longest(&self) -> u32 {
        self.max_length.unwrap_or(MAX_ANSWER)
    }

    /// An answer as people read it: the words of a choice, a day as it is written here.
    pub fn reading(&self, answer: &str, lang: Lang) -> String {
        let choice = self.choices.iter().find(|choice| choice.value == answer);
        match (choice, self.kind, self.format) {
            (Some(choice), ..) => choice.title.clone(),
            (None, PropertyKind::Boolean, _) if answer == "true" => text::common::yes(lang).to_owned(),
            (None, PropertyKind::Boolean, _) => text::common::no(lang).to_owned(),
            (None, _, Some(Format::Date)) => {
                parse_typed_day(answer).map_or_else(|| answer.to_owned(), format_date)
            }
            _ => answer.to_owned(),
        }
    }
}

fn list<'a>(
    properties: &'a BTreeMap<String, Property>,
    required: &'a [String],
) -> impl Iterator<Item = Asked<'a>> {
    properties.iter().map(|(name, property)| Asked {
        name,
        property,
        required: required.contains(name),
    })
}

fn property_fault(name: &str, property: &Property) -> Option<ErrorCode> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let is_text = property.kind == PropertyKind::String;
    if name.is_empty() || name.len() > 60 || !name.bytes().all(fits) {
        Some(ErrorCode::NotAChoice)
    } else if property.title.trim().is_empty() {
        Some(ErrorCode::Required)
    } else if !is_text
        && (property.format.is_some() || !property.choices.is_empty() || property.max_length.is_some())
        || (property.kind == PropertyKind::Integer)
            != (property.minimum.is_some() && property.maximum.is_some())
        || property.minimum > property.maximum
        || property.only.is_some() && (property.kind != PropertyKind::Boolean || property.only != Some(true))
        || property
            .max_length
            .is_some_and(|max| max == 0 || max > MOST_ANSWER)
        || property
            .choices
            .iter()
            .any(|choice| choice.value.is_empty() || choice.value.trim() != choice.value)
    {
        Some(ErrorCode::NotAChoice)
    } else {
        None
    }
}

fn check_answer(one: &Asked<'_>, typed: Option<&str>) -> Result<Option<String>, ErrorCode> {
    let property = one.property;
    let max = property.longest() as usize;
    let Some(typed) = optional_text(typed, max)? else {
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
        (PropertyKind::String, None) if property.is_multiline => typed,
        (PropertyKind::String, None) => crate::unseen::one_line(&typed),
    };
    Ok(Some(answer))
}

#[cfg(test)]
mod tests;
