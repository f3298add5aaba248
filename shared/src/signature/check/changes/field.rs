//! Signature fields that an update adds, ISO 32000-2 §12.7.5.5, and their widgets, §12.5.6.19.

use super::{
    Step,
    annotation::{has_actions, is_too_large, size},
    finding::Findings,
    looks::draws_nothing,
    name::Names,
    reach::Reach,
    resources::Drawing,
    sheet::LEAST,
};
use crate::signature::{
    budget::Budget,
    check::permission::{NO_CHANGES, Rules},
    parse::{
        document::Document,
        form,
        object::{Dict, Object, ObjectId, Value},
        text::FieldName,
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// Keys that make a widget a field of its own.
const OF_FIELDS: [&[u8]; 6] = [b"FT", b"Kids", b"Opt", b"RV", b"T", b"V"];

/// What an update did to the list of fields.
#[derive(Debug, Default)]
pub(super) struct NewFields {
    numbers: BTreeSet<u32>,
    /// Their widgets, where those stand apart: as the fields list them, not as widgets claim to belong to a field.
    widgets: BTreeSet<u32>,
    /// Objects that hold the list itself.
    pub(super) lists: BTreeSet<u32>,
    /// What is wrong with it.
    pub(super) findings: Findings,
}

/// What adding a field is judged by.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'d, 'r> {
    pub(super) document: &'d Document<'d>,
    pub(super) step: Step,
    pub(super) reach: &'r Reach,
    pub(super) rules: &'r Rules<'r>,
}

impl NewFields {
    /// Compares the forms of two revisions. Says, too, which objects make the form.
    pub(super) fn find<'d>(
        around: Surroundings<'d, '_>,
        names: &mut Names,
        budget: &mut Budget,
    ) -> Result<(Self, BTreeSet<u32>), Reason> {
        let mut found = Self::default();
        let mut places = BTreeSet::new();
        let document = around.document;
        let mut read = |revision, places: &mut BTreeSet<u32>| {
            let root = document.root(revision)?;
            let catalog = document.catalog(revision, budget)?;
            let form_id = catalog.get(b"AcroForm").and_then(Value::as_ref);
            let form = form::form(document, &catalog, revision, budget)?;
            let fields = form.as_ref().and_then(|form| form.get(b"Fields"));
            let list_id = fields.and_then(Value::as_ref);
            let list = match fields {
                Some(fields) => document.resolve(fields, revision, budget)?,
                None => None,
            };
            let list = match list.map(|list| list.value) {
                None => Vec::new(),
                Some(Value::Array(items)) => items,
                Some(_) => return Err(Reason::Damaged),
            };
            places.extend(
                [Some(root), form_id, list_id]
                    .into_iter()
                    .flatten()
                    .map(|id| id.number),
            );
            let holder = list_id.or(form_id).unwrap_or(root).number;
            Ok((root, form, list, list_id, holder))
        };
        let (old_root, old_form, old, old_list, _) = read(around.step.before, &mut BTreeSet::new())?;
        let (new_root, new_form, new, new_list, holder) = read(around.step.after, &mut places)?;
        found
            .lists
            .extend([old_list, new_list].into_iter().flatten().map(|id| id.number));
        if old_root != new_root {
            found.findings.add(Reason::CatalogChanged, new_root.number);
        }
        if !form_keeps(around, old_form.as_ref(), new_form.as_ref(), budget)? {
            found.findings.add(Reason::FormChanged, holder);
        }
        let Some(added) = grew(&old, &new) else {
            found.findings.add(Reason::FormChanged, holder);
            return Ok((found, places));
        };
        if !added.is_empty() {
            names.know(document, &old, around.step.before, budget)?;
        }
        for item in added {
            found.add(around, names, item, holder, budget)?;
        }
        Ok((found, places))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Takes in a new field, if it is one that may be added: a signature field of this update's own, without actions.
    /// Unsigned ones and timestamps must not show anything, since nobody answers for what they show; and none may show
    /// what another field does, as a part of it or under its name.
    fn add<'d>(
        &mut self,
        around: Surroundings<'d, '_>,
        names: &mut Names,
        item: &Value<'d>,
        holder: u32,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        let Surroundings {
            document,
            step,
            reach,
            rules,
        } = around;
        let Some(id) = item.as_ref().filter(|id| reach.find(id.number).is_none()) else {
            let number = item.as_ref().map_or(holder, |id| id.number);
            self.findings.add(Reason::FormChanged, number);
            return Ok(());
        };
        self.numbers.insert(id.number);
        let object = document.object(id, step.after, budget)?;
        let field = object.as_ref().and_then(Object::as_plain_dict).filter(|field| {
            field.get(b"FT").and_then(Value::as_name) == Some(b"Sig")
                && !has_actions(field)
                && field.as_written(b"Parent").is_none()
                && !field.has_duplicates
        });
        let Some(field) = field else {
            self.findings.add(Reason::FormChanged, id.number);
            return Ok(());
        };
        let is_named = names.add(document, field, step.after, budget)?;
        let list = match field.get(b"Kids") {
            Some(list) => document.resolve(list, step.after, budget)?,
            None => None,
        };
        let kids = list.as_ref().and_then(|list| list.value.as_array());
        let kids = kids.unwrap_or_default();
        // One widget is what a signature has; many small ones together would cover a page as well as a large one.
        let mut kids_are_new = kids.len() <= 1;
        for kid in kids.iter().take(1) {
            let known = kid.as_ref().is_none_or(|kid| reach.find(kid.number).is_some());
            kids_are_new &= !known && is_widget_of(document, kid, id, step.after, budget)?;
        }
        let is_stamp = is_timestamp(document, field.get(b"V"), step.after, budget)?;
        let is_signed = field.get(b"V").is_some() && !is_stamp;
        let is_seen = !draws_nothing(document, field, step.after, budget)?;
        // Some readers show where to sign, too.
        let is_wide = size(field).is_some_and(|(width, height)| width * height > LEAST);
        if !is_named || !kids_are_new || !is_signed && (is_seen || is_wide) {
            self.findings.add(Reason::FormChanged, id.number);
        }
        self.widgets
            .extend(kids.iter().filter_map(Value::as_ref).map(|kid| kid.number));
        if rules.level <= NO_CHANGES && !is_stamp {
            self.findings.add(Reason::CertificationForbids, id.number);
        }
        // A lock over all fields, or all but some, also holds for one that is new; unless nobody sees it.
        if rules.has_locks() && is_seen {
            let name = match field.get(b"T") {
                Some(name) => document.resolve(name, step.after, budget)?,
                None => None,
            };
            let name = name.and_then(|name| name.value.as_text());
            let name = name.map_or(&b"()"[..], |name| name.raw);
            if name.len() > Budget::RAW_NAME {
                return Err(Reason::LimitExceeded);
            }
            let name = FieldName::part(name);
            if rules.locks(&name, budget)? {
                self.findings.add(Reason::FieldLocked, id.number);
            }
        }
        Ok(())
    }

    /// Whether an annotation is the widget of one of the new fields, and no larger than a signature needs. A field of
    /// whose looks nobody answers for may have no widget but itself, and show nothing (see [`Self::add`]).
    pub(super) fn is_new_widget(
        &self,
        around: Surroundings<'_, '_>,
        id: ObjectId,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        if around.reach.find(id.number).is_some() {
            return Ok(false);
        }
        let object = around.document.object(id, around.step.after, budget)?;
        let Some(widget) = object.as_ref().and_then(Object::as_plain_dict) else {
            return Ok(false);
        };
        let has_kids = widget
            .get(b"Kids")
            .is_some_and(|kids| kids.as_array().is_none_or(|kids| !kids.is_empty()));
        let is_field = self.numbers.contains(&id.number) && !has_kids;
        let belongs = is_field || self.widgets.contains(&id.number);
        let is_widget = widget.get(b"Subtype").and_then(Value::as_name) == Some(b"Widget");
        Ok(belongs && is_widget && !has_actions(widget) && !widget.has_duplicates && !is_too_large(widget))
    }
}

/// Whether a widget that stands apart is one of this field alone, and no field by itself (§12.7.4.1).
fn is_widget_of<'d>(
    document: &'d Document<'_>,
    kid: &Value<'d>,
    field: ObjectId,
    revision: usize,
    budget: &mut Budget,
) -> Result<bool, Reason> {
    let object = document.resolve(kid, revision, budget)?;
    Ok(object
        .as_ref()
        .and_then(Object::as_plain_dict)
        .is_some_and(|kid| {
            let is_own = kid.get(b"Parent").and_then(Value::as_ref) == Some(field);
            is_own && OF_FIELDS.iter().all(|key| kid.as_written(key).is_none())
        }))
}

/// Whether `/V` leads to a document timestamp (§12.8.5).
pub(super) fn is_timestamp<'d>(
    document: &'d Document<'_>,
    value: Option<&Value<'d>>,
    revision: usize,
    budget: &mut Budget,
) -> Result<bool, Reason> {
    let Some(value) = value else { return Ok(false) };
    let object = document.resolve(value, revision, budget)?;
    Ok(object
        .as_ref()
        .and_then(|object| object.value.as_dict())
        .is_some_and(|dict| dict.get(b"SubFilter").and_then(Value::as_name) == Some(b"ETSI.RFC3161")))
}

/// The form (§12.7.3) keeps what it had: only its fields (judged apart), flags and default resources may grow. Readers
/// draw the fields by themselves (`/NeedAppearances`) or do not, as when it was signed.
fn form_keeps<'d>(
    around: Surroundings<'d, '_>,
    old: Option<&Dict<'d>>,
    new: Option<&Dict<'d>>,
    budget: &mut Budget,
) -> Result<bool, Reason> {
    let (Some(new), nothing) = (new, Dict::default()) else {
        return Ok(old.is_none());
    };
    let old = old.unwrap_or(&nothing);
    let draws = |form: &Dict<'d>| {
        let draws = form.as_written(b"NeedAppearances").cloned();
        draws.unwrap_or(Value::Bool(false))
    };
    let keeps_drawing = draws(old) == draws(new);
    if !keeps_drawing || !old.agrees_with(new, &[b"DA", b"DR", b"Fields", b"NeedAppearances", b"SigFlags"]) {
        return Ok(false);
    }
    let resources = (old.get(b"DR"), new.get(b"DR"));
    if old.get(b"DA") == new.get(b"DA") && resources.0 == resources.1 {
        return Ok(true);
    }
    let drawing = Drawing::read(around.document, around.step, Some(old), budget)?;
    Ok(drawing.keeps_appearance(old, new) && drawing.keeps_resources(resources.0, resources.1, budget)?)
}

/// Whether `new` is `old` with additions.
pub(super) fn contains(new: &Value<'_>, old: &Value<'_>) -> bool {
    match (new, old) {
        (Value::Dict(new), Value::Dict(old)) => {
            !new.has_duplicates
                && old
                    .iter()
                    .all(|(key, old)| new.get(key).is_some_and(|new| contains(new, old)))
        }
        _ => new == old,
    }
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
