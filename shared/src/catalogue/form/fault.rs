//! What is wrong with a form itself, and where: what the portal cannot show is refused when a procedure is taken in.

use super::{Condition, DIALECT, FormSchema, MOST_ANSWER, Property, PropertyKind, after, bound};

/// What is wrong with a part of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFault {
    /// Another dialect than [`DIALECT`].
    Dialect,
    /// It takes what it does not ask.
    Open,
    /// Nothing stands where words or questions must.
    Empty,
    /// No name of a field.
    Name,
    /// A field that stands there twice.
    Twice,
    /// Keywords that do not go together, or numbers that no answer can meet.
    Keywords,
    /// A keyword that leads to no other field of the same kind.
    Other,
    /// A bound of what is no day.
    Bound,
    /// Something must be answered that is not asked there.
    Required,
    /// A condition that is not one answer of a choice, or adds nothing that it names.
    Condition,
}

impl FormSchema {
    /// What is wrong with the schema itself, as paths within it.
    pub fn faults(&self) -> Vec<(String, FormFault)> {
        let mut wrong = Vec::new();
        let mut add = |path: String, fault| wrong.push((path, fault));
        if self.dialect != DIALECT {
            add("$schema".to_owned(), FormFault::Dialect);
        }
        if self.is_open {
            add("unevaluatedProperties".to_owned(), FormFault::Open);
        }
        if self.title.trim().is_empty() {
            add("title".to_owned(), FormFault::Empty);
        }
        if self.properties.is_empty() {
            add("properties".to_owned(), FormFault::Empty);
        }
        let always = self.properties.iter().map(|field| (String::new(), field));
        let added = self.conditions.iter().enumerate().flat_map(|(at, condition)| {
            let fields = condition.then.properties.iter();
            fields.map(move |field| (format!("allOf.{at}.then."), field))
        });
        let mut seen: Vec<&str> = Vec::new();
        for (place, (name, property)) in always.chain(added) {
            let path = format!("{place}properties.{name}");
            if seen.contains(&name.as_str()) {
                add(path.clone(), FormFault::Twice);
            }
            seen.push(name);
            if let Some(fault) = property_fault(name, property) {
                add(path, fault);
            } else if !after::is_sound(self, name, property) {
                add(format!("{path}.x-after"), FormFault::Other);
            } else if let Some((keyword, fault)) = bound::odd_keyword(self, name, property) {
                add(format!("{path}.{keyword}"), fault);
            }
        }
        let is_unknown = |name: &String| !self.properties.contains_key(name);
        if self.required.iter().any(is_unknown) {
            add("required".to_owned(), FormFault::Required);
        }
        for (at, condition) in self.conditions.iter().enumerate() {
            if !self.is_sound(condition) {
                add(format!("allOf.{at}"), FormFault::Condition);
            }
            let is_unknown = |name: &String| !condition.then.properties.contains_key(name);
            if condition.then.required.iter().any(is_unknown) {
                add(format!("allOf.{at}.then.required"), FormFault::Required);
            }
        }
        wrong
    }

    /// Whether a condition asks for one answer of a choice.
    fn is_sound(&self, condition: &Condition) -> bool {
        let mut wanted = condition.when.properties.iter();
        let (Some((name, wanted)), None) = (wanted.next(), wanted.next()) else {
            return false;
        };
        let has_answer =
            |property: &Property| property.choices.iter().any(|choice| choice.value == wanted.value);
        condition.when.required.as_slice() == [name.as_str()]
            && self
                .all()
                .any(|(known, property)| known == name && has_answer(property))
            && !condition.then.properties.contains_key(name)
    }
}

fn property_fault(name: &str, property: &Property) -> Option<FormFault> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let is_text = property.kind == PropertyKind::String;
    if name.is_empty() || name.len() > 60 || !name.bytes().all(fits) {
        Some(FormFault::Name)
    } else if property.title.trim().is_empty() {
        Some(FormFault::Empty)
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
        Some(FormFault::Keywords)
    } else {
        None
    }
}
