//! The electronic form of a procedure ("tờ khai điện tử tương tác"): a JSON Schema (draft 2020-12) of a closed subset, typed, so
//! that what the portal cannot show is refused when a procedure is taken in. What a condition adds stands in its `then`.

use crate::text::{self, Lang};
use crate::time::{format_date, parse_typed_day};
use crate::vault::rule::optional_text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod after;
mod bound;
mod check;
mod fault;
mod field;
mod name;
mod open;

pub use after::After;
pub use bound::Day;
pub use fault::FormFault;
pub use name::parse_person_name;
pub use open::Opened;

/// The only dialect.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// The longest answer where the form names none, in characters.
const MAX_ANSWER: u32 = 300;
/// The longest name of a person, in characters.
const MAX_NAME: u32 = 100;
/// The longest that a form may name, in characters.
const MOST_ANSWER: u32 = 10_000;

/// The most fields, and the most conditions: the longest form that is delivered has 28.
pub const MOST_FIELDS: usize = 300;

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
    /// The name of a person.
    PersonName,
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
    /// The day that this one follows.
    #[serde(rename = "x-after", default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
    /// The last day that it can be: nobody was born tomorrow.
    #[serde(rename = "x-until", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The first day that it can be: nothing is planned for yesterday.
    #[serde(rename = "x-since", default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// The field that has another answer: father and mother are two people.
    #[serde(rename = "x-differs", default, skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
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
}

impl Property {
    /// The longest answer, in characters.
    pub fn longest(&self) -> u32 {
        match self.format {
            Some(Format::PersonName) => self.max_length.unwrap_or(MAX_NAME).min(MAX_NAME),
            _ => self.max_length.unwrap_or(MAX_ANSWER),
        }
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

#[cfg(test)]
mod tests;
