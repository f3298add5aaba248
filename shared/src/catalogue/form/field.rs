//! What is wrong with one field of a form: keywords that do not go together, and what nobody can answer.

use super::fault::is_blank;
use super::{Choice, FormFault, Format, Known, MOST_ANSWER, Property, PropertyKind, after, bound};
use crate::identity::person::composed;
use crate::unseen::one_line;
use std::collections::{BTreeMap, BTreeSet};

/// Every field of a form, by its name.
pub(super) type Fields<'a> = BTreeMap<&'a str, &'a Property>;

/// Longest name of a field, in bytes.
const MOST_NAME: usize = 60;

/// Everything that is wrong with a field, with its place.
pub(super) fn faults(
    fields: &Fields<'_>,
    (name, property): (&str, &Property),
    path: &str,
    add: &mut impl FnMut(String, FormFault),
) {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if name.is_empty() || name.len() > MOST_NAME || !name.bytes().all(fits) {
        add(path.to_owned(), FormFault::Name);
    }
    let mut at = |keyword: &str, fault| add(format!("{path}.{keyword}"), fault);
    let words = [
        ("title", Some(&property.title)),
        ("description", property.description.as_ref()),
        ("x-section", property.section.as_ref()),
    ];
    for (keyword, words) in words {
        if words.is_some_and(|words| is_blank(words)) {
            at(keyword, FormFault::Empty);
        }
    }
    for keyword in misplaced(property) {
        at(keyword, FormFault::Keywords);
    }
    if property.kind == PropertyKind::Integer {
        for (keyword, limit) in [("minimum", property.minimum), ("maximum", property.maximum)] {
            if limit.is_none() {
                at(keyword, FormFault::Missing(keyword));
            }
        }
    }
    let least = least(property);
    let has_room = property.longest() as usize >= least;
    match property.max_length {
        _ if property.kind != PropertyKind::String => {}
        Some(max) if max == 0 || max > MOST_ANSWER => at("maxLength", FormFault::Range(1, MOST_ANSWER)),
        _ if !has_room && least > MOST_ANSWER as usize => at("oneOf", FormFault::Choice),
        _ if !has_room => at("maxLength", FormFault::TooShort(least)),
        _ => {}
    }
    choice_faults(&property.choices, &mut at);
    if property.known.is_some_and(|known| !can_be(known, property)) {
        at("x-from", FormFault::Known);
    }
    let is_day = property.format == Some(Format::Date);
    for (keyword, bound) in [("x-until", property.until), ("x-since", property.since)] {
        if bound.is_some() && !is_day {
            at(keyword, FormFault::Bound);
        }
    }
    if let Some(after) = &property.after {
        if !after::leads(fields, name, property, after) {
            at("x-after", FormFault::Other);
        }
        if after.most_months == Some(0) {
            at("x-after.most-months", FormFault::Range(1, u16::MAX.into()));
        }
    }
    if let Some(other) = &property.differs
        && !bound::leads(fields, name, property, other)
    {
        at("x-differs", FormFault::Other);
    }
}

/// Keywords that the type of the field, or another keyword, leaves no place for.
fn misplaced(property: &Property) -> impl Iterator<Item = &'static str> {
    let is = |kind| property.kind == kind;
    let (is_text, is_number) = (is(PropertyKind::String), is(PropertyKind::Integer));
    let has_choices = !property.choices.is_empty();
    let has_format = property.format.is_some();
    [
        ("format", has_format && (!is_text || has_choices)),
        ("oneOf", has_choices && !is_text),
        ("maxLength", property.max_length.is_some() && !is_text),
        ("x-multiline", property.is_multiline && !is_text),
        (
            "minimum",
            property.minimum.is_some() && !is_number
                || property.maximum.is_some_and(|most| property.minimum > Some(most)),
        ),
        ("maximum", property.maximum.is_some() && !is_number),
        (
            "const",
            property
                .only
                .is_some_and(|only| !only || !is(PropertyKind::Boolean)),
        ),
    ]
    .into_iter()
    .filter_map(|(keyword, is_wrong)| is_wrong.then_some(keyword))
}

/// The characters that every right answer has room in.
fn least(property: &Property) -> usize {
    match property.format {
        _ if !property.choices.is_empty() => {
            let lengths = property.choices.iter().map(|choice| choice.value.chars().count());
            lengths.max().unwrap_or_default()
        }
        // As they are kept, which is not shorter than people type them.
        Some(Format::Date | Format::Phone) => 10,
        Some(Format::IdentityNumber) => 12,
        // "a@b.vn"
        Some(Format::Email) => 6,
        Some(Format::PersonName) => 2,
        None => 1,
    }
}

fn choice_faults(choices: &[Choice], at: &mut impl FnMut(&str, FormFault)) {
    let (mut values, mut titles) = (BTreeSet::new(), BTreeSet::new());
    for (place, choice) in choices.iter().enumerate() {
        let (value, title) = (format!("oneOf.{place}.const"), format!("oneOf.{place}.title"));
        // An answer is cleaned before it is compared.
        if choice.value.is_empty() || composed(&one_line(&choice.value)) != choice.value {
            at(&value, FormFault::Choice);
        } else if !values.insert(&choice.value) {
            at(&value, FormFault::Twice);
        }
        if is_blank(&choice.title) {
            at(&title, FormFault::Empty);
        } else if !titles.insert(one_line(&choice.title)) {
            at(&title, FormFault::Twice);
        }
    }
}

/// Whether what is known can answer a field.
fn can_be(known: Known, property: &Property) -> bool {
    let format = match known {
        Known::FilerName | Known::OwnerName => Some(Format::PersonName),
        Known::FilerIdentifier | Known::OwnerIdentifier => Some(Format::IdentityNumber),
        Known::FilerPhone => Some(Format::Phone),
        Known::FilerAddress | Known::OwnerAddress => None,
    };
    property.kind == PropertyKind::String
        && property.choices.is_empty()
        && (property.format.is_none() || property.format == format)
}
