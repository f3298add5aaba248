//! What is wrong with a form itself, and where: what the portal cannot show, and what nobody can answer, is refused when a
//! procedure is taken in.

use super::field::{self, Fields};
use super::{Condition, DIALECT, FormSchema, MOST_FIELDS};
use crate::unseen::one_line;
use std::collections::BTreeSet;

/// What is wrong with a part of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFault {
    /// Another dialect than [`DIALECT`].
    Dialect,
    /// It takes what it does not ask.
    Open,
    /// More fields or conditions than [`MOST_FIELDS`]; so many.
    TooLarge(usize),
    /// Nothing stands where words or questions must.
    Empty,
    /// No name of a field.
    Name,
    /// What stands there twice.
    Twice,
    /// A keyword that the other ones of the field leave no place for.
    Keywords,
    /// A keyword that a field of this type needs.
    Missing(&'static str),
    /// A number that is not within these.
    Range(u32, u32),
    /// No answer has room: so many characters are needed.
    TooShort(usize),
    /// A choice that cannot be made: nothing, or not as answers are cleaned.
    Choice,
    /// What is known is no answer to this field.
    Known,
    /// A keyword that leads to no other field of the same kind.
    Other,
    /// A bound of what is no day.
    Bound,
    /// Something must be answered that is not asked there.
    Required,
    /// A condition that is not one answer of a choice.
    Condition,
    /// A condition on a field that is never asked.
    Never,
}

/// Whether nothing is seen of a text.
pub(super) fn is_blank(text: &str) -> bool {
    one_line(text).is_empty()
}

impl FormSchema {
    /// What is wrong with the schema itself, as paths within it.
    pub fn faults(&self) -> Vec<(String, FormFault)> {
        // Before anything else: who sends a hundred thousand fields is told no more than that.
        for (path, count) in [
            ("properties", self.all().count()),
            ("allOf", self.conditions.len()),
        ] {
            if count > MOST_FIELDS {
                return vec![(path.to_owned(), FormFault::TooLarge(count))];
            }
        }
        let mut wrong = Vec::new();
        let mut add = |path: String, fault| wrong.push((path, fault));
        if self.dialect != DIALECT {
            add("$schema".to_owned(), FormFault::Dialect);
        }
        if self.is_open {
            add("unevaluatedProperties".to_owned(), FormFault::Open);
        }
        if is_blank(&self.title) {
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
        let placed: Vec<_> = always.chain(added).collect();
        let mut fields = Fields::new();
        let mut twice = BTreeSet::new();
        for (at, (_, (name, property))) in placed.iter().enumerate() {
            if fields.contains_key(name.as_str()) {
                twice.insert(at);
            } else {
                fields.insert(name, property);
            }
        }
        for (at, (place, (name, property))) in placed.iter().enumerate() {
            let path = format!("{place}properties.{name}");
            if twice.contains(&at) {
                add(path.clone(), FormFault::Twice);
            }
            field::faults(&fields, (name, property), &path, &mut add);
        }
        required_faults(&self.required, "required", &mut add, |name| {
            self.properties.contains_key(name)
        });
        let reached = self.reached();
        for (at, condition) in self.conditions.iter().enumerate() {
            let path = format!("allOf.{at}");
            match condition_fault(&fields, condition) {
                Some(place) => add(format!("{path}.if.{place}"), FormFault::Condition),
                None if !condition.fields().all(|name| reached.contains(name)) => {
                    add(format!("{path}.if"), FormFault::Never);
                }
                None => {}
            }
            let then = &condition.then;
            if then.properties.is_empty() {
                add(format!("{path}.then.properties"), FormFault::Empty);
            }
            required_faults(
                &then.required,
                &format!("{path}.then.required"),
                &mut add,
                |name| then.properties.contains_key(name),
            );
        }
        wrong
    }

    /// Fields that some answers lead to.
    fn reached(&self) -> BTreeSet<&str> {
        let mut reached: BTreeSet<&str> = self.properties.keys().map(String::as_str).collect();
        let mut waiting: Vec<&Condition> = self.conditions.iter().collect();
        loop {
            let before = waiting.len();
            // Each turn opens one condition at least, and there are few.
            waiting.retain(|condition| {
                let is_met = condition.fields().all(|name| reached.contains(name));
                if is_met {
                    reached.extend(condition.then.properties.keys().map(String::as_str));
                }
                !is_met
            });
            if waiting.len() == before {
                return reached;
            }
        }
    }
}

impl Condition {
    /// The field that it asks about; one where it is sound.
    fn fields(&self) -> impl Iterator<Item = &str> {
        self.when.properties.keys().map(String::as_str)
    }
}

/// Names that must be answered and are not asked, or stand there twice.
fn required_faults(
    names: &[String],
    path: &str,
    add: &mut impl FnMut(String, FormFault),
    is_asked: impl Fn(&str) -> bool,
) {
    let mut seen = BTreeSet::new();
    for (at, name) in names.iter().enumerate() {
        if !is_asked(name) {
            add(format!("{path}.{at}"), FormFault::Required);
        } else if !seen.insert(name) {
            add(format!("{path}.{at}"), FormFault::Twice);
        }
    }
}

/// Where a condition asks for something else than one answer of a choice.
fn condition_fault(fields: &Fields<'_>, condition: &Condition) -> Option<String> {
    let mut wanted = condition.when.properties.iter();
    let (Some((name, wanted)), None) = (wanted.next(), wanted.next()) else {
        return Some("properties".to_owned());
    };
    let choices = fields.get(name.as_str()).map(|property| &property.choices);
    let Some(choices) = choices.filter(|choices| !choices.is_empty()) else {
        return Some(format!("properties.{name}"));
    };
    if !choices.iter().any(|choice| choice.value == wanted.value) {
        return Some(format!("properties.{name}.const"));
    }
    (condition.when.required.as_slice() != [name.as_str()]).then(|| "required".to_owned())
}

#[cfg(test)]
mod tests;
