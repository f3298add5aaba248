//! What was found in one update.

use crate::signature::{reason::Reason, report::Change};
use std::collections::BTreeSet;

/// One thing that is not permitted, and the object that it was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) what: Reason,
    pub(crate) object: u32,
}

/// All reasons, and the worst findings.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Findings {
    pub(crate) reasons: BTreeSet<Reason>,
    pub(crate) worst: BTreeSet<Finding>,
}

impl Findings {
    pub(crate) fn add(&mut self, what: Reason, object: u32) {
        self.reasons.insert(what);
        self.worst.insert(Finding { what, object });
        if self.worst.len() > Change::MOST {
            self.worst.pop_last();
        }
    }

    pub(crate) fn add_all(&mut self, other: &Self) {
        self.reasons.extend(&other.reasons);
        for finding in &other.worst {
            self.add(finding.what, finding.object);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_are_kept_and_every_reason() {
        let mut findings = Findings::default();
        for object in 1..=30 {
            findings.add(Reason::TrailingBytes, object);
            findings.add(Reason::PageChanged, object);
        }
        assert_eq!(findings.worst.len(), Change::MOST);
        assert!(findings.worst.iter().all(|one| one.what == Reason::PageChanged));
        assert_eq!(findings.reasons.len(), 2);
    }
}
