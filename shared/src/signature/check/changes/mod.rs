//! What happened after a signed revision. ISO gives no rule of file format for what a later update may do, so this is a
//! list of what is permitted; everything else is a change. See docs/decisions for the reasons.
//!
//! Each update is judged once, against the revision before it: the cost grows with the file, not with the signatures.

mod annotation;
mod field;
mod fill;
mod finding;
mod looks;
mod mark;
mod name;
mod object;
mod page;
mod reach;
mod resources;
mod role;
mod sheet;

pub(crate) use finding::{Finding, Findings};
pub(crate) use page::Pages;

use super::permission::{Permission, Rules};
use crate::signature::{
    budget::Budget,
    parse::{document::Document, index::Entry, object::ObjectId},
    reason::Reason,
};
use fill::Forms;
use object::Judge;
use reach::Reach;
use std::collections::{BTreeMap, BTreeSet};

/// The two revisions that an update lies between.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    before: usize,
    after: usize,
}

/// Judges every update after the first signed revision: the first result is what led from there to the next one.
/// `permissions` are what the signatures permit, each with the revision that it signs.
pub(crate) fn judge_updates<'d>(
    document: &'d Document<'d>,
    permissions: &[(usize, &Permission)],
    budget: &mut Budget,
) -> Result<Vec<Findings>, Reason> {
    let last = document.last_revision();
    let first = permissions.iter().map(|(revision, _)| *revision).min();
    let Some(first) = first.filter(|first| *first < last) else {
        return Ok(Vec::new());
    };
    let mut touched = Touched::find(document, first, budget)?;
    let mut reach = Reach::explore(document, first, budget)?;
    let mut forms = Forms::default();
    let mut updates = Vec::new();
    for before in first..last {
        let step = Step {
            before,
            after: before.saturating_add(1),
        };
        let changed = touched.changed(document, step);
        let rules = Rules::of(permissions.iter().copied(), before);
        let judge = Judge::new(document, step, &reach, &rules, &mut forms);
        let mut findings = judge.judge(&changed, budget)?;
        for number in touched.behind_the_scenes(document, step, &changed) {
            if reach.find(number).is_some() || touched.fixed.contains_key(&number) {
                findings.add(Reason::ObjectChanged, number);
            }
        }
        // Some readers take the stream that a section is for the object of its number, listed or not.
        let section = document.section_number(step.after);
        if let Some(number) = section.filter(|number| reach.find(*number).is_some()) {
            findings.add(Reason::ChangeUnreadable, number);
        }
        reach.extend(document, step.after, &changed, budget)?;
        if let Some(number) = reach.unread.take() {
            findings.add(Reason::ChangeUnreadable, number);
        }
        updates.push(findings);
    }
    Ok(updates)
}

/// What the cross-reference sections say about changes.
#[derive(Debug, Default)]
struct Touched {
    /// Objects that a revision speaks of.
    objects: BTreeMap<usize, Vec<u32>>,
    /// Object streams and what their dictionaries refer to (`/Length` may be an object of its own), with the revision
    /// since when objects depend on them.
    fixed: BTreeMap<u32, usize>,
    /// Objects that a revision gives to readers of hybrid files only.
    hidden: BTreeMap<usize, Vec<u32>>,
}

impl Touched {
    fn find(document: &Document<'_>, first: usize, budget: &mut Budget) -> Result<Self, Reason> {
        let mut touched = Self::default();
        let index = document.index();
        for (number, entry, revision) in index.iter() {
            if revision > first {
                touched.objects.entry(revision).or_default().push(number);
            }
            if let Entry::In { container, .. } = entry {
                touched.fix(container, revision);
            }
        }
        let mut lengths = Vec::new();
        for (number, entry, revision) in index.iter() {
            let Entry::At { generation, .. } = entry else {
                continue;
            };
            if !touched.fixed.contains_key(&number) {
                continue;
            }
            let found = document.object(ObjectId { number, generation }, revision, budget);
            let container = match found {
                Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
                // Whoever needs something from it will say so.
                other => other.ok().flatten(),
            };
            let dict = container.as_ref().and_then(|object| object.value.as_dict());
            let values = dict.into_iter().flat_map(|dict| dict.iter());
            lengths.extend(values.filter_map(|(_, value)| Some((value.as_ref()?.number, revision))));
        }
        for (number, revision) in lengths {
            touched.fix(number, revision);
        }
        for (number, revision) in index.hidden() {
            touched.hidden.entry(*revision).or_default().push(*number);
        }
        Ok(touched)
    }

    fn fix(&mut self, number: u32, revision: usize) {
        let since = self.fixed.entry(number).or_insert(revision);
        *since = revision.min(*since);
    }

    /// Objects that are elsewhere after the update.
    fn changed(&mut self, document: &Document<'_>, step: Step) -> Vec<u32> {
        let mut changed = self.objects.remove(&step.after).unwrap_or_default();
        changed.retain(|number| {
            let entry = |revision| document.index().find(*number, revision).map(|(entry, _)| entry);
            entry(step.before) != entry(step.after)
        });
        changed
    }

    /// What changes objects without touching their entries: an object stream, or its length, that was replaced under
    /// them, and a table that calls them free for readers that do not know hybrid files (§7.5.8.4).
    fn behind_the_scenes(&self, document: &Document<'_>, step: Step, changed: &[u32]) -> BTreeSet<u32> {
        let was_used = |number: u32| {
            let entry = document.index().find(number, step.before);
            entry.is_some_and(|(entry, _)| entry != Entry::Free)
        };
        let hidden = self.hidden.get(&step.after).into_iter().flatten().copied();
        let hidden = hidden.filter(|number| was_used(*number));
        let replaced = changed.iter().copied().filter(|number| {
            let since = self.fixed.get(number);
            since.is_some_and(|since| *since <= step.before)
        });
        hidden.chain(replaced).collect()
    }
}
