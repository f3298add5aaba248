//! Signature fields that an update adds, ISO 32000-2 §12.7.5.5, and their widgets, §12.5.6.19.

use super::reach::Reach;
use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Dict, Object, Value},
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// What an update did to the list of fields.
#[derive(Debug, Default)]
pub(super) struct NewFields {
    numbers: BTreeSet<u32>,
    /// Objects that hold the list itself.
    pub(super) lists: BTreeSet<u32>,
    /// Fields were removed or moved, or something else than a signature field was added.
    pub(super) is_forbidden: bool,
    /// One of the new fields is signed by somebody.
    pub(super) adds_signature: bool,
}

impl NewFields {
    /// Compares the lists of fields of two revisions.
    pub(super) fn find<'d>(
        document: &'d Document<'_>,
        (before, after): (usize, usize),
        (old, new): (Option<&Dict<'d>>, Option<&Dict<'d>>),
        reach: &Reach,
        budget: &mut Budget,
    ) -> Result<Self, Reason> {
        let mut found = Self::default();
        let old = found.list(document, old, before, budget)?;
        let new = found.list(document, new, after, budget)?;
        let Some(added) = grew(&old, &new) else {
            found.is_forbidden = true;
            return Ok(found);
        };
        for item in added {
            if !found.add(document, item, after, reach, budget)? {
                found.is_forbidden = true;
            }
        }
        Ok(found)
    }

    fn list<'d>(
        &mut self,
        document: &'d Document<'_>,
        form: Option<&Dict<'d>>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Vec<Value<'d>>, Reason> {
        let Some(value) = form.and_then(|form| form.get(b"Fields")) else {
            return Ok(Vec::new());
        };
        self.lists.extend(value.as_ref().map(|id| id.number));
        match document.resolve(value, revision, budget)? {
            None => Ok(Vec::new()),
            Some(Object {
                value: Value::Array(items),
                ..
            }) => Ok(items),
            Some(_) => Err(Reason::Damaged),
        }
    }

    /// Takes in a new field, if it is one that may be added: a signature field of this update's own, without actions.
    /// Unsigned ones and timestamps must not show anything, since nobody answers for what they show.
    fn add<'d>(
        &mut self,
        document: &'d Document<'_>,
        item: &Value<'d>,
        revision: usize,
        reach: &Reach,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let Some(id) = item.as_ref().filter(|id| reach.role(id.number).is_none()) else {
            return Ok(false);
        };
        let object = document.object(id, revision, budget)?;
        let Some(field) = object.as_ref().and_then(Object::as_plain_dict) else {
            return Ok(false);
        };
        if field.get(b"FT").and_then(Value::as_name) != Some(b"Sig")
            || has_actions(field)
            || field.has_duplicates
        {
            return Ok(false);
        }
        let kids = field.get(b"Kids").and_then(Value::as_array).unwrap_or_default();
        let kids_are_new = kids
            .iter()
            .all(|kid| kid.as_ref().is_some_and(|kid| reach.role(kid.number).is_none()));
        let is_signed = match field.get(b"V") {
            Some(value) => !is_timestamp(document, value, revision, budget)?,
            None => false,
        };
        self.adds_signature |= is_signed;
        self.numbers.insert(id.number);
        Ok(kids_are_new && (is_signed || shows_nothing(field)))
    }

    /// Whether an annotation is the widget of one of the new fields.
    pub(super) fn is_new_widget<'d>(
        &self,
        document: &'d Document<'_>,
        item: &Value<'d>,
        revision: usize,
        reach: &Reach,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let Some(id) = item.as_ref().filter(|id| reach.role(id.number).is_none()) else {
            return Ok(false);
        };
        let object = document.object(id, revision, budget)?;
        let Some(widget) = object.as_ref().and_then(Object::as_plain_dict) else {
            return Ok(false);
        };
        let parent = widget.get(b"Parent").and_then(Value::as_ref);
        let belongs = self.numbers.contains(&id.number)
            || parent.is_some_and(|parent| self.numbers.contains(&parent.number));
        let is_widget = widget.get(b"Subtype").and_then(Value::as_name) == Some(b"Widget");
        Ok(belongs && is_widget && !has_actions(widget) && !widget.has_duplicates)
    }
}

/// Actions run when the mouse passes by (§12.6.3); a signature needs none.
fn has_actions(dict: &Dict<'_>) -> bool {
    dict.get(b"A").is_some() || dict.get(b"AA").is_some()
}

/// No widgets of its own, and no area or nothing to draw there (§12.7.5.5).
fn shows_nothing(field: &Dict<'_>) -> bool {
    let has_no_area = match field.get(b"Rect").and_then(Value::as_array) {
        Some([left, bottom, right, top]) => left == right || bottom == top,
        _ => false,
    };
    let draws_nothing = field.get(b"AP").is_none() && field.get(b"MK").is_none();
    field.get(b"Kids").is_none() && (has_no_area || draws_nothing)
}

fn is_timestamp<'d>(
    document: &'d Document<'_>,
    value: &Value<'d>,
    revision: usize,
    budget: &mut Budget,
) -> Result<bool, Reason> {
    let object = document.resolve(value, revision, budget)?;
    Ok(object
        .as_ref()
        .and_then(|object| object.value.as_dict())
        .is_some_and(|dict| dict.get(b"SubFilter").and_then(Value::as_name) == Some(b"ETSI.RFC3161")))
}

/// What `new` has beyond `old`, when all of `old` is still there in its order.
pub(super) fn grew<'v, 'd>(old: &[Value<'d>], new: &'v [Value<'d>]) -> Option<Vec<&'v Value<'d>>> {
    let mut kept = old.iter().peekable();
    let mut added = Vec::new();
    for item in new {
        if kept.next_if(|old| *old == item).is_none() {
            added.push(item);
        }
    }
    kept.peek().is_none().then_some(added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_grow_only_when_nothing_is_lost_or_moved() {
        let items = |numbers: &[i64]| {
            numbers
                .iter()
                .map(|number| Value::Integer(*number))
                .collect::<Vec<_>>()
        };
        let added = |old: &[i64], new: &[i64]| grew(&items(old), &items(new)).map(|added| added.len());
        assert_eq!(added(&[1, 2], &[1, 3, 2, 4]), Some(2));
        assert_eq!(added(&[1, 2], &[2, 1]), None);
        assert_eq!(added(&[1, 2], &[1]), None);
    }
}
