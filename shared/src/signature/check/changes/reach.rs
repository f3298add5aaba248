//! Which objects a revision uses, and as what. An object that nothing refers to changes nothing; an object that is
//! referred to before it exists would, once somebody supplied it.

use super::role::{Role, Use};
use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Object, ObjectId, Value},
    },
    reason::Reason,
};
use std::collections::BTreeMap;

/// Everything that can be reached from the catalog, defined or not, by object number.
#[derive(Debug, Default)]
pub(super) struct Reach {
    uses: BTreeMap<u32, Known>,
    /// An object that could not be read, so that this is not everything.
    pub(super) unread: Option<u32>,
    /// To visit, with a role of their own first, so that most roles are known before the rest is walked.
    queue: Vec<u32>,
    rest: Vec<u32>,
}

/// What an object is used as, and as what its references were last followed.
#[derive(Debug, Clone, Copy)]
struct Known {
    used: Use,
    walked: Option<Role>,
}

impl Reach {
    /// All of `revision`.
    pub(super) fn explore(
        document: &Document<'_>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Self, Reason> {
        let mut reach = Self::default();
        reach.note(document.root(revision)?.number, Use::of(Role::Catalog), budget)?;
        reach.run(document, revision, budget)?;
        Ok(reach)
    }

    /// What `number` is used as; `None` when nothing refers to it.
    pub(super) fn find(&self, number: u32) -> Option<Use> {
        self.uses.get(&number).map(|known| known.used)
    }

    /// Adds what the objects in `changed` refer to in `revision`.
    pub(super) fn extend(
        &mut self,
        document: &Document<'_>,
        revision: usize,
        changed: &[u32],
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        self.note(document.root(revision)?.number, Use::of(Role::Catalog), budget)?;
        for number in changed {
            if let Some(known) = self.uses.get_mut(number) {
                known.walked = None;
                self.queue.push(*number);
            }
        }
        self.run(document, revision, budget)
    }

    fn run(&mut self, document: &Document<'_>, revision: usize, budget: &mut Budget) -> Result<(), Reason> {
        while let Some(number) = self.queue.pop().or_else(|| self.rest.pop()) {
            let Some(known) = self.uses.get_mut(&number) else {
                continue;
            };
            let used = known.used;
            if known.walked.replace(used.role) != Some(used.role) {
                self.visit(document, number, used, revision, budget)?;
            }
        }
        Ok(())
    }

    fn visit(
        &mut self,
        document: &Document<'_>,
        number: u32,
        used: Use,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        // By number alone: a reference to another generation leads nowhere (§7.3.10), but not every reader minds.
        let generation = document.index().generation(number, revision);
        let id = ObjectId { number, generation };
        let object = match document.object(id, revision, budget) {
            Ok(Some(object)) => object,
            Ok(None) => return Ok(()),
            Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
            Err(_) => {
                self.unread = self.unread.or(Some(number));
                return Ok(());
            }
        };
        if document.is_open_ended(number, &object, revision, budget)? {
            self.unread = self.unread.or(Some(number));
        }
        let Object { value, .. } = object;
        // An object that is but a reference: some readers go on from there, others see nothing.
        if value.as_ref().is_some() {
            self.unread = self.unread.or(Some(number));
        }
        self.walk(&value, used.owned_by(number), budget)
    }

    fn walk(&mut self, value: &Value<'_>, used: Use, budget: &mut Budget) -> Result<(), Reason> {
        match value {
            Value::Array(items) => items
                .iter()
                .try_for_each(|item| self.follow(item, used.of_member(), budget)),
            Value::Dict(dict) => dict
                .iter()
                .try_for_each(|(key, value)| self.follow(value, used.of_key(key), budget)),
            _ => Ok(()),
        }
    }

    fn follow(&mut self, value: &Value<'_>, used: Use, budget: &mut Budget) -> Result<(), Reason> {
        match value {
            Value::Ref(id) => self.note(id.number, used, budget),
            other => self.walk(other, used, budget),
        }
    }

    /// What was walked under a lesser role is walked again, so that what hangs below an object never keeps a role that
    /// the object itself has lost.
    fn note(&mut self, number: u32, used: Use, budget: &mut Budget) -> Result<(), Reason> {
        if let Some(known) = self.uses.get_mut(&number) {
            let merged = known.used.merge(used);
            if merged != known.used {
                known.used = merged;
                self.queue.push(number);
            }
            return Ok(());
        }
        Budget::spend(&mut budget.visits, 1)?;
        self.uses.insert(number, Known { used, walked: None });
        if used.role == Role::Other {
            self.rest.push(number);
        } else {
            self.queue.push(number);
        }
        Ok(())
    }
}
