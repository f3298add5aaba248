//! Which objects a revision uses, and as what. An object that nothing refers to changes nothing; an object that is
//! referred to before it exists would, once somebody supplied it.

use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Object, ObjectId, Value},
    },
    reason::Reason,
};
use std::collections::BTreeMap;

/// What an object is used as. Where it is used as several things, what forbids more counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Annotation,
    AnnotationList,
    Catalog,
    Field,
    FieldList,
    Form,
    Metadata,
    Other,
    /// A page or a node of the page tree.
    Page,
    /// What a page draws and what it draws with.
    PageContent,
    PageList,
    /// The document security store (ISO 32000-2 §12.8.4.3) and all it holds.
    SecurityStore,
}

impl Role {
    /// Two uses of one object. A dictionary is what it is wherever it is referred to from; a list or a stream might
    /// mean something else there.
    fn merge(self, other: Self) -> Self {
        match (self, other) {
            (left, right) if left == right => left,
            (Self::Annotation, Self::Field) | (Self::Field, Self::Annotation) => Self::Field,
            (Self::Other, role) | (role, Self::Other) if role.is_dict() || role == Self::PageContent => role,
            _ => Self::Other,
        }
    }

    fn is_dict(self) -> bool {
        matches!(
            self,
            Self::Annotation | Self::Catalog | Self::Field | Self::Form | Self::Page
        )
    }

    /// What the value of `key` is used as.
    fn of_key(self, key: &[u8]) -> Self {
        match (self, key) {
            (Self::Catalog, b"AcroForm") => Self::Form,
            (Self::Catalog, b"DSS") | (Self::SecurityStore, _) => Self::SecurityStore,
            (Self::Catalog, b"Metadata") => Self::Metadata,
            (Self::Catalog, b"Pages") => Self::Page,
            (Self::Form, b"Fields") | (Self::Field | Self::Annotation, b"Kids") => Self::FieldList,
            (Self::Page, b"Annots") => Self::AnnotationList,
            (Self::Page, b"Contents" | b"Resources") | (Self::PageContent, _) => Self::PageContent,
            (Self::Page, b"Kids") => Self::PageList,
            _ => Self::Other,
        }
    }

    /// What the members of a list are used as.
    fn of_member(self) -> Self {
        match self {
            Self::AnnotationList => Self::Annotation,
            Self::FieldList => Self::Field,
            Self::PageContent => Self::PageContent,
            Self::PageList => Self::Page,
            Self::SecurityStore => Self::SecurityStore,
            _ => Self::Other,
        }
    }
}

/// Everything that can be reached from the catalog, defined or not, by object number.
#[derive(Debug, Default)]
pub(super) struct Reach {
    roles: BTreeMap<u32, Role>,
    /// Some object could not be read, so that this is not everything.
    is_partial: bool,
    /// To visit, with a role of their own first, so that roles are known before the rest is walked.
    queue: Vec<ObjectId>,
    rest: Vec<ObjectId>,
}

impl Reach {
    /// All of `revision`.
    pub(super) fn explore(
        document: &Document<'_>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Self, Reason> {
        let mut reach = Self::default();
        reach.note(document.root(revision)?, Role::Catalog);
        reach.run(document, revision, budget)?;
        Ok(reach)
    }

    /// What `number` is used as; `None` when nothing refers to it.
    pub(super) fn role(&self, number: u32) -> Option<Role> {
        self.roles.get(&number).copied()
    }

    /// Adds what the objects in `changed` refer to in `revision`. False when something could not be read.
    pub(super) fn extend(
        &mut self,
        document: &Document<'_>,
        revision: usize,
        changed: &[u32],
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        self.note(document.root(revision)?, Role::Catalog);
        for number in changed {
            if self.roles.contains_key(number) {
                let generation = document.index().generation(*number, revision);
                self.queue.push(ObjectId {
                    number: *number,
                    generation,
                });
            }
        }
        self.run(document, revision, budget)?;
        Ok(!self.is_partial)
    }

    fn run(&mut self, document: &Document<'_>, revision: usize, budget: &mut Budget) -> Result<(), Reason> {
        loop {
            if let Some(id) = self.queue.pop() {
                self.visit(document, id, revision, budget)?;
            } else if let Some(id) = self.rest.pop() {
                match self.roles.get_mut(&id.number) {
                    Some(role) => *role = role.merge(Role::Other),
                    None => {
                        self.roles.insert(id.number, Role::Other);
                        self.visit(document, id, revision, budget)?;
                    }
                }
            } else {
                return Ok(());
            }
        }
    }

    fn visit(
        &mut self,
        document: &Document<'_>,
        id: ObjectId,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        let role = self.role(id.number).unwrap_or(Role::Other);
        match document.object(id, revision, budget) {
            Ok(Some(Object { value, .. })) => self.walk(&value, role),
            Ok(None) => {}
            Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
            Err(_) => self.is_partial = true,
        }
        Ok(())
    }

    fn walk(&mut self, value: &Value<'_>, role: Role) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.follow(item, role.of_member())),
            Value::Dict(dict) => dict
                .iter()
                .for_each(|(key, value)| self.follow(value, role.of_key(key))),
            _ => {}
        }
    }

    fn follow(&mut self, value: &Value<'_>, role: Role) {
        match value {
            Value::Ref(id) => self.note(*id, role),
            other => self.walk(other, role),
        }
    }

    fn note(&mut self, id: ObjectId, role: Role) {
        if role == Role::Other {
            self.rest.push(id);
            return;
        }
        match self.roles.get_mut(&id.number) {
            Some(known) => *known = known.merge(role),
            None => {
                self.roles.insert(id.number, role);
                self.queue.push(id);
            }
        }
    }
}
