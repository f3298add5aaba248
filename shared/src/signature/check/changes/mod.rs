//! What happened after a signed revision. ISO gives no rule of file format for what a later update may do, so this is a
//! list of what is permitted; everything else is a change. See docs/decisions for the reasons.
//!
//! Each update is judged once, against the revision before it: the cost grows with the file, not with the signatures.

mod field;
mod object;
mod reach;

use crate::signature::{
    budget::Budget,
    parse::{document::Document, index::Entry},
    reason::{Reason, sort_reasons},
};
use object::Judge;
use reach::Reach;
use std::collections::BTreeMap;

/// What one update did to the revision before it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Update {
    /// Why it is not permitted; empty when it is.
    pub(crate) reasons: Vec<Reason>,
    /// Whether somebody signed with it (a document timestamp is nobody's signature).
    pub(crate) adds_signature: bool,
}

/// Judges every update after revision `first`: the first result is what led from `first` to the next one.
pub(crate) fn judge_updates(
    document: &Document<'_>,
    first: usize,
    budget: &mut Budget,
) -> Result<Vec<Update>, Reason> {
    let last = document.last_revision();
    if first >= last {
        return Ok(Vec::new());
    }
    let mut touched: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    // Object streams and the revision that first keeps objects in them.
    let mut containers: BTreeMap<u32, usize> = BTreeMap::new();
    for (number, entry, revision) in document.index().iter() {
        if revision > first {
            touched.entry(revision).or_default().push(number);
        }
        if let Entry::In { container, .. } = entry {
            let since = containers.entry(container).or_insert(revision);
            *since = (*since).min(revision);
        }
    }

    let mut reach = Reach::explore(document, first, budget)?;
    let mut updates = Vec::new();
    for before in first..last {
        let after = before.saturating_add(1);
        let mut changed = touched.remove(&after).unwrap_or_default();
        changed.retain(|number| {
            let entry = |revision| document.index().find(*number, revision).map(|(entry, _)| entry);
            entry(before) != entry(after)
        });
        let replaces_container = changed
            .iter()
            .any(|number| containers.get(number).is_some_and(|since| *since <= before));
        let mut update = Judge::new(document, before, after, &reach, budget)?.judge(&changed, budget)?;
        if replaces_container {
            update.reasons.push(Reason::ObjectChanged);
        }
        if !reach.extend(document, after, &changed, budget)? {
            update.reasons.push(Reason::ChangeUnreadable);
        }
        sort_reasons(&mut update.reasons);
        updates.push(update);
    }
    Ok(updates)
}
