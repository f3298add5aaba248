//! What the fields of a form are called. Readers take fields of one name for one field with several widgets, and show
//! its value in each of them.

use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Dict, Object, Value},
        text::FieldName,
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// First parts of names (ISO 32000-2 §12.7.4.2), as readers may read them; known once a field is added.
#[derive(Debug, Default)]
pub(super) struct Names(Option<BTreeSet<String>>);

impl Names {
    /// Reads those of the fields in `list`, unless that was done: names stay what they are.
    pub(super) fn know<'d>(
        &mut self,
        document: &'d Document<'_>,
        list: &[Value<'d>],
        revision: usize,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        if self.0.is_some() {
            return Ok(());
        }
        let mut known = BTreeSet::new();
        for item in list {
            // What cannot be read has no name for others either.
            let object = match document.resolve(item, revision, budget) {
                Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
                object => object.unwrap_or_default(),
            };
            let field = object.as_ref().and_then(Object::as_plain_dict);
            if let Some(field) = field
                && let Some(name) = name(document, field, revision, budget)?
            {
                known.insert(first(&name.alike).to_owned());
            }
        }
        self.0 = Some(known);
        Ok(())
    }

    /// Takes in the name of a new field; false when it has none of its own that every reader reads alike.
    pub(super) fn add<'d>(
        &mut self,
        document: &'d Document<'_>,
        field: &Dict<'d>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let name = name(document, field, revision, budget)?.and_then(|name| name.exact);
        let name = name.filter(|name| !name.trim().is_empty() && !name.chars().any(char::is_control));
        let known = self.0.get_or_insert_default();
        Ok(name.is_some_and(|name| known.insert(name)))
    }
}

/// The part of a name that a field has itself.
fn name<'d>(
    document: &'d Document<'_>,
    field: &Dict<'d>,
    revision: usize,
    budget: &mut Budget,
) -> Result<Option<FieldName>, Reason> {
    let Some(name) = field.get(b"T") else {
        return Ok(None);
    };
    let object = document.resolve(name, revision, budget)?;
    let Some(name) = object.and_then(|object| object.value.as_text()) else {
        return Ok(None);
    };
    if name.raw.len() > Budget::RAW_NAME {
        return Err(Reason::LimitExceeded);
    }
    Budget::spend(&mut budget.syntax_bytes, name.raw.len())?;
    Ok(Some(FieldName::part(name.raw)))
}

/// Some readers split a name at each point, wherever it comes from.
fn first(name: &str) -> &str {
    name.split('.').find(|part| !part.is_empty()).unwrap_or(name)
}
