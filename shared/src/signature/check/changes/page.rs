//! On which page an object is seen, so that a person can be shown.

use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Dict, Object, ObjectId, Value},
    },
    reason::Reason,
};
use std::collections::{BTreeMap, BTreeSet};

/// How much may be read to find a page: to know it is good, not to know it is no reason to refuse an answer.
const VISITS: usize = 100_000;
const SYNTAX: usize = 16 << 20;

/// The first page, from 1, on which each of some objects is seen.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    found: BTreeMap<u32, u32>,
}

impl Pages {
    /// Looks for `wanted` in the last revision, and for what is no longer there in the revision `signed`.
    pub(crate) fn find(
        document: &Document<'_>,
        signed: usize,
        mut wanted: BTreeSet<u32>,
        budget: &Budget,
    ) -> Self {
        let mut pages = Self::default();
        for revision in [document.last_revision(), signed] {
            if wanted.is_empty() {
                break;
            }
            let mut spare = Budget {
                visits: budget.visits.min(VISITS),
                syntax_bytes: budget.syntax_bytes.min(SYNTAX),
                ..budget.clone()
            };
            let mut walk = Walk {
                document,
                revision,
                budget: &mut spare,
                seen: BTreeSet::new(),
                wanted: &mut wanted,
                found: &mut pages.found,
                page: 0,
            };
            let catalog = document.catalog(revision, walk.budget);
            if let Ok(Some(root)) = catalog.map(|catalog| catalog.get(b"Pages").and_then(Value::as_ref)) {
                walk.tree(root, 0);
            }
        }
        pages
    }

    pub(crate) fn of(&self, object: u32) -> Option<u32> {
        self.found.get(&object).copied()
    }
}

struct Walk<'d, 'w> {
    document: &'d Document<'d>,
    revision: usize,
    budget: &'w mut Budget,
    seen: BTreeSet<u32>,
    wanted: &'w mut BTreeSet<u32>,
    found: &'w mut BTreeMap<u32, u32>,
    page: u32,
}

impl<'d> Walk<'d, '_> {
    /// The pages in their order (ISO 32000-2 §7.7.3). `None` ends the search: all found, or the budget is spent.
    fn tree(&mut self, id: ObjectId, depth: usize) -> Option<()> {
        if depth > Budget::TREE_DEPTH || !self.seen.insert(id.number) {
            return Some(());
        }
        let Some(object) = self.read(id)? else {
            return Some(());
        };
        let Some(dict) = object.as_plain_dict() else {
            return Some(());
        };
        let Some(kids) = dict.get(b"Kids") else {
            self.page = self.page.saturating_add(1);
            self.note(id.number)?;
            return self.content(&object.value);
        };
        let kids = match kids {
            Value::Ref(id) => self.read(*id)?.map(|object| object.value),
            kids => Some(kids.clone()),
        };
        for kid in kids.as_ref().and_then(Value::as_array).unwrap_or_default() {
            if let Some(kid) = kid.as_ref() {
                self.tree(kid, depth.saturating_add(1))?;
            }
        }
        Some(())
    }

    /// Everything that one page leads to, other pages left out.
    fn content(&mut self, page: &Value<'d>) -> Option<()> {
        let mut queue = Vec::new();
        references(page, &mut queue);
        while let Some(id) = queue.pop() {
            if !self.seen.insert(id.number) {
                continue;
            }
            let object = self.read(id)?;
            let dict = object.as_ref().and_then(|object| object.value.as_dict());
            let is_elsewhere =
                |dict: &Dict<'_>| dict.is_type(b"Page") || dict.is_type(b"Pages") || dict.is_type(b"Catalog");
            if dict.is_some_and(is_elsewhere) {
                self.seen.remove(&id.number);
                continue;
            }
            self.note(id.number)?;
            if let Some(object) = object {
                references(&object.value, &mut queue);
            }
        }
        Some(())
    }

    /// Remembers the page of an object that was looked for.
    fn note(&mut self, number: u32) -> Option<()> {
        if self.wanted.remove(&number) {
            self.found.insert(number, self.page);
        }
        (!self.wanted.is_empty()).then_some(())
    }

    fn read(&mut self, id: ObjectId) -> Option<Option<Object<'d>>> {
        match self.document.object(id, self.revision, self.budget) {
            Err(Reason::LimitExceeded) => None,
            read => Some(read.unwrap_or_default()),
        }
    }
}

fn references(value: &Value<'_>, found: &mut Vec<ObjectId>) {
    match value {
        Value::Ref(id) => found.push(*id),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Dict(dict) => dict
            .iter()
            .filter(|(key, _)| *key != b"Parent" && *key != b"P")
            .for_each(|(_, value)| references(value, found)),
        _ => {}
    }
}
