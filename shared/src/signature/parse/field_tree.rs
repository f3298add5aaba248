//! The whole form as a tree, ISO 32000-2 §12.7.4: whose widget an object is, what kind of field, and its name.

use super::document::Document;
use super::form::form;
use super::object::{Object, Value};
use super::text::FieldName;
use crate::signature::{budget::Budget, reason::Reason};
use std::collections::BTreeMap;

/// `/FT`, §12.7.4.1 table 226.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Button,
    Choice,
    Signature,
    Text,
}

/// Fields and widgets by object number. What cannot be read is left out.
#[derive(Debug, Default)]
pub(crate) struct FieldTree<'d> {
    nodes: BTreeMap<u32, Node<'d>>,
    /// What belongs to each field, itself included.
    widgets: BTreeMap<u32, Vec<u32>>,
}

#[derive(Debug)]
struct Node<'d> {
    parent: Option<u32>,
    /// `/T` as written.
    part: Option<&'d [u8]>,
    /// `/DA` as written (§12.7.4.3).
    appearance: Option<&'d [u8]>,
    /// Whether it has one, be it from above.
    is_drawn: bool,
    kind: Option<FieldKind>,
    /// The field that this node is, or whose widget it is.
    field: u32,
}

impl<'d> FieldTree<'d> {
    /// The tree in `revision`.
    pub(crate) fn read(
        document: &'d Document<'d>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Self, Reason> {
        let mut tree = Self::default();
        let catalog = document.catalog(revision, budget)?;
        if let Some(form) = form(document, &catalog, revision, budget)? {
            let mut walk = Walk {
                document,
                revision,
                budget,
                tree: &mut tree,
            };
            walk.list(form.get(b"Fields"), None, 0)?;
        }
        Ok(tree)
    }

    /// The kind of the field that `number` is or belongs to.
    pub(crate) fn kind(&self, number: u32) -> Option<FieldKind> {
        self.nodes.get(&number)?.kind
    }

    /// The field that `number` is or belongs to.
    pub(crate) fn field(&self, number: u32) -> Option<u32> {
        self.nodes.get(&number).map(|node| node.field)
    }

    /// The widgets of `field`, and the field.
    pub(crate) fn widgets(&self, field: u32) -> &[u32] {
        self.widgets.get(&field).map_or(&[], Vec::as_slice)
    }

    /// How the fields ask to be drawn where they have no looks.
    pub(crate) fn appearances(&self) -> impl Iterator<Item = &'d [u8]> {
        self.nodes.values().filter_map(|node| node.appearance)
    }

    /// Whether some field that shows a value leaves it to the form how.
    pub(crate) fn takes_default(&self) -> bool {
        self.nodes
            .values()
            .any(|node| !node.is_drawn && node.kind.is_some_and(|kind| kind != FieldKind::Signature))
    }

    /// Fully qualified name, §12.7.4.2.
    pub(crate) fn name(&self, number: u32, budget: &mut Budget) -> Result<FieldName, Reason> {
        let mut parts = Vec::new();
        let mut length = 0_usize;
        let mut next = Some(number);
        while let Some(node) = next.and_then(|number| self.nodes.get(&number)) {
            if let Some(part) = node.part {
                // Decoded again for every field below it.
                Budget::spend(&mut budget.syntax_bytes, part.len())?;
                if part.len() > Budget::RAW_NAME {
                    return Err(Reason::LimitExceeded);
                }
                let part = FieldName::part(part);
                length = length.saturating_add(part.alike.len());
                parts.push(part);
            }
            if length > Budget::NAME {
                return Err(Reason::LimitExceeded);
            }
            next = node.parent;
        }
        parts.reverse();
        Ok(FieldName::of_parts(&parts))
    }
}

struct Walk<'d, 'w> {
    document: &'d Document<'d>,
    revision: usize,
    budget: &'w mut Budget,
    tree: &'w mut FieldTree<'d>,
}

impl<'d> Walk<'d, '_> {
    fn list(&mut self, list: Option<&Value<'d>>, parent: Option<u32>, depth: usize) -> Result<(), Reason> {
        if depth > Budget::TREE_DEPTH {
            return Err(Reason::LimitExceeded);
        }
        let Some(list) = list else { return Ok(()) };
        let Some(Object {
            value: Value::Array(items),
            ..
        }) = readable(self.document.resolve(list, self.revision, self.budget))?
        else {
            return Ok(());
        };
        for id in items.iter().filter_map(Value::as_ref) {
            // A node that is found twice keeps its first place; whether that makes a form is for others to say.
            if self.tree.nodes.contains_key(&id.number) {
                continue;
            }
            let object = readable(self.document.object(id, self.revision, self.budget))?;
            let Some(dict) = object.as_ref().and_then(Object::as_plain_dict) else {
                continue;
            };
            let above = parent.and_then(|parent| self.tree.nodes.get(&parent));
            let kind = match dict.get(b"FT").map(Value::as_name) {
                None => above.and_then(|above| above.kind),
                Some(Some(b"Btn")) => Some(FieldKind::Button),
                Some(Some(b"Ch")) => Some(FieldKind::Choice),
                Some(Some(b"Sig")) => Some(FieldKind::Signature),
                Some(Some(b"Tx")) => Some(FieldKind::Text),
                Some(_) => None,
            };
            let is_drawn_above = above.is_some_and(|above| above.is_drawn);
            let part = self.text(dict.get(b"T"))?;
            let appearance = self.text(dict.get(b"DA"))?;
            let above = parent.and_then(|parent| self.tree.nodes.get(&parent));
            // Without a name of its own it is a widget of the field above, §12.7.4.1.
            let field = above
                .filter(|_| part.is_none())
                .map_or(id.number, |above| above.field);
            let node = Node {
                parent,
                part,
                appearance,
                is_drawn: appearance.is_some() || is_drawn_above,
                kind,
                field,
            };
            self.tree.nodes.insert(id.number, node);
            self.tree.widgets.entry(field).or_default().push(id.number);
            self.list(dict.get(b"Kids"), Some(id.number), depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn text(&mut self, value: Option<&Value<'d>>) -> Result<Option<&'d [u8]>, Reason> {
        let Some(value) = value else { return Ok(None) };
        let found = readable(self.document.resolve(value, self.revision, self.budget))?;
        Ok(found.and_then(|found| found.value.as_text()).map(|text| text.raw))
    }
}

/// What cannot be read is as if it were not there; running out of budget ends it all.
fn readable<T>(read: Result<Option<T>, Reason>) -> Result<Option<T>, Reason> {
    match read {
        Err(Reason::LimitExceeded) => Err(Reason::LimitExceeded),
        read => Ok(read.unwrap_or_default()),
    }
}
